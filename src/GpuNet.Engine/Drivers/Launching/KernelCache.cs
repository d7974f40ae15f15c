using System.Reflection;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Engine.Drivers.Launching;

/// <summary>The kernels an accelerator has loaded, so that loading one again costs nothing.</summary>
internal sealed class KernelCache
{
    private readonly Dictionary<Key, Kernel> kernels = [];

    /// <summary>A kernel that cannot be loaded leaves no entry: the next attempt starts anew.</summary>
    public Kernel GetOrLoad(Key key, Func<Kernel> load)
    {
        // Held while the kernel is compiled, so that two threads never compile the same one.
        lock (kernels)
        {
            if (kernels.TryGetValue(key, out var kernel) && !kernel.IsDisposed)
                return kernel;
            return kernels[key] = load();
        }
    }

    /// <summary>Forgets all kernels. Those still in use live on.</summary>
    public void Clear()
    {
        lock (kernels)
            kernels.Clear();
    }

    /// <summary><paramref name="GroupSize"/> is 0 for explicit and -1 for automatic grouping.</summary>
    internal sealed record Key(
        MethodInfo Method,
        IndexType IndexType,
        int GroupSize,
        KernelSpecialization Specialization);
}
