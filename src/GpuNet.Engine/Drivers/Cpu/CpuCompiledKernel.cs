using GpuNet.Engine.Backends.Simd;
using GpuNet.Engine.Drivers.Launching;
using ILGPU.Backends;
using ILGPU.Runtime.CPU;

namespace GpuNet.Engine.Drivers.Cpu;

/// <summary>A kernel translated to machine code of the CPU.</summary>
internal sealed class CpuCompiledKernel : CompiledKernel
{
    private CpuCompiledKernel(KernelRequest request, ICpuKernelCode code, long staticSharedBytes)
        : base(request)
    {
        Code = code;
        StaticSharedBytes = staticSharedBytes;
    }

    public ICpuKernelCode Code { get; }

    public long StaticSharedBytes { get; }

    /// <summary>Translates; what compiled code has no means for (warps of several items, output) runs as the C# method itself.</summary>
    public static CompiledKernel Create(CPUAccelerator accelerator, KernelRequest request)
    {
        var program = KernelTranslator.Translate(request, accelerator.Context.Properties, hasWarps: accelerator.WarpSize > 1);
        if (program.Function.UsesWarps || program.Function.ReportsToHost)
            return new CompiledKernel(request);
        if (program.StaticSharedBytes > accelerator.MaxSharedMemoryPerGroup)
        {
            throw new KernelCompilationException(
                request.Signature.Name,
                [
                    $"it needs {program.StaticSharedBytes} bytes of shared memory for a group, {accelerator.Name} has "
                    + $"{accelerator.MaxSharedMemoryPerGroup}; use smaller tiles",
                ]);
        }

        return new CpuCompiledKernel(request, new SimdKernel(program), program.StaticSharedBytes);
    }
}
