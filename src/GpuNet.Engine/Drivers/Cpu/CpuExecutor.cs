using ILGPU.Backends;
using ILGPU.Runtime.CPU;

namespace GpuNet.Engine.Drivers.Cpu;

/// <summary>Runs the launches of one kernel on the CPU.</summary>
internal abstract unsafe class CpuExecutor
{
    public static CpuExecutor Create(CPUAccelerator accelerator, CompiledKernel kernel) =>
        new DebugExecutor(accelerator, kernel.Request.Signature);

    public abstract void Launch(in LaunchDimensions dimensions, ulong* slots);
}
