using GpuNet.Engine.Backends.C;
using GpuNet.Engine.Drivers.Launching;

namespace ILGPU.Backends.OpenCL;

/// <summary>A kernel as OpenCL C.</summary>
public sealed class CLCompiledKernel : CompiledKernel
{
    internal CLCompiledKernel(KernelRequest request, CSource source, long staticSharedBytes)
        : base(request)
    {
        Source = source;
        StaticSharedBytes = staticSharedBytes;
    }

    internal CSource Source { get; }

    internal long StaticSharedBytes { get; }
}
