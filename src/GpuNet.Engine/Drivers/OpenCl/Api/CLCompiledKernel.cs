using GpuNet.Engine.Backends;
using GpuNet.Engine.Drivers.Launching;

namespace ILGPU.Backends.OpenCL;

/// <summary>A kernel as OpenCL C.</summary>
public sealed class CLCompiledKernel : CompiledKernel
{
    internal CLCompiledKernel(KernelRequest request, KernelSource source, long staticSharedBytes)
        : base(request)
    {
        Source = source;
        StaticSharedBytes = staticSharedBytes;
    }

    internal KernelSource Source { get; }

    internal long StaticSharedBytes { get; }
}
