using GpuNet.Engine.Backends;
using GpuNet.Engine.Drivers.Launching;

namespace ILGPU.Backends.PTX;

/// <summary>A kernel as CUDA C.</summary>
public sealed class PTXCompiledKernel : CompiledKernel
{
    internal PTXCompiledKernel(KernelRequest request, KernelSource source, Func<KernelSource> sourceForUnaligned)
        : base(request)
    {
        Source = source;
        SourceForUnaligned = sourceForUnaligned;
    }

    internal KernelSource Source { get; }

    /// <summary>Makes the source for views that do not start where <see cref="Source"/> needs them to.</summary>
    internal Func<KernelSource> SourceForUnaligned { get; }
}
