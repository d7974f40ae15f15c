using ILGPU.Backends;
using ILGPU.Runtime.CPU;

namespace GpuNet.Engine.Drivers.Cpu;

/// <summary>Runs the launches of one kernel on the CPU.</summary>
internal abstract unsafe class CpuExecutor
{
    public static CpuExecutor Create(CPUAccelerator accelerator, CompiledKernel kernel) => kernel switch
    {
        CpuCompiledKernel compiled => new CompiledExecutor(
            compiled.Code,
            accelerator.UsesSequentialExecution ? 1 : accelerator.NumMultiprocessors,
            accelerator.MaxSharedMemoryPerGroup - compiled.StaticSharedBytes),
        _ => new DebugExecutor(accelerator, kernel.Request.Signature),
    };

    /// <summary>Runs all groups of a launch and returns when they are done.</summary>
    public abstract void Launch(in LaunchDimensions dimensions, ulong* slots);
}
