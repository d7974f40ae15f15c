namespace GpuNet.Engine.Drivers.Cpu;

/// <summary>
/// The groups of a launch, from which threads take chunks: large ones at first, small ones towards the end, so that threads
/// which came at different times finish together.
/// </summary>
internal sealed class GroupQueue
{
    private const int FirstChunksPerThread = 4;
    private const int LastChunksPerThread = 64;

    private long next;
    private long end;
    private long least;
    private int divisor;

    /// <summary>Fills the queue, while nobody takes from it.</summary>
    public void Fill(long groups, int threads)
    {
        least = Math.Max(1, groups / ((long)threads * LastChunksPerThread));
        divisor = threads * FirstChunksPerThread;
        end = groups;
        Volatile.Write(ref next, 0);
    }

    /// <summary>Takes a chunk; false where none is left.</summary>
    public bool TryTake(out long first, out long behind)
    {
        while (true)
        {
            first = Volatile.Read(ref next);
            behind = Math.Min(end, first + Math.Max(least, (end - first) / divisor));
            if (first >= end)
                return false;
            if (Interlocked.CompareExchange(ref next, behind, first) == first)
                return true;
        }
    }

    /// <summary>Drops what nobody has taken yet.</summary>
    public void Clear() => Interlocked.Exchange(ref next, end);
}
