using ILGPU.Runtime;

namespace GpuNet.Engine.Drivers;

/// <summary>
/// The live objects of an accelerator. The references are weak, so that an object nobody holds any more is finalized
/// although it was not disposed.
/// </summary>
internal sealed class ChildObjects
{
    private readonly Dictionary<long, WeakReference<AcceleratorObject>> children = [];
    private long nextId;

    public int Count
    {
        get
        {
            lock (children)
                return children.Count;
        }
    }

    public long Add(AcceleratorObject child)
    {
        lock (children)
        {
            children.Add(++nextId, new WeakReference<AcceleratorObject>(child));
            return nextId;
        }
    }

    public void Remove(long id)
    {
        lock (children)
            children.Remove(id);
    }

    /// <summary>The live children, youngest first: what was made last may rest on what was made before.</summary>
    public List<AcceleratorObject> Snapshot()
    {
        lock (children)
        {
            var live = new List<AcceleratorObject>(children.Count);
            foreach (var (_, reference) in children.OrderByDescending(static entry => entry.Key))
            {
                if (reference.TryGetTarget(out var child))
                    live.Add(child);
            }

            return live;
        }
    }
}
