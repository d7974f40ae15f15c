using GpuNet.Engine.Backends.C;
using GpuNet.Engine.Drivers.Launching;

namespace ILGPU.Backends.PTX;

/// <summary>A kernel as CUDA C.</summary>
public sealed class PTXCompiledKernel : CompiledKernel
{
    internal PTXCompiledKernel(KernelRequest request, CSource source)
        : base(request)
    {
        Source = source;
    }

    internal CSource Source { get; }
}
