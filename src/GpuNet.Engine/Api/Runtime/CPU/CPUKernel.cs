using GpuNet.Engine.Drivers.Cpu;
using ILGPU.Backends;

namespace ILGPU.Runtime.CPU;

public sealed class CPUKernel : Kernel
{
    private readonly CpuExecutor executor;

    internal CPUKernel(CPUAccelerator accelerator, CompiledKernel compiledKernel, CpuExecutor executor)
        : base(accelerator, compiledKernel, launcher: null)
    {
        CPUAccelerator = accelerator;
        this.executor = executor;
    }

    public CPUAccelerator CPUAccelerator { get; }

    internal static CPUKernel Create(CPUAccelerator accelerator, CompiledKernel kernel, int customGroupSize) =>
        new(accelerator, kernel, CpuExecutor.Create(accelerator, kernel)) { GroupSize = customGroupSize };

    internal override unsafe void LaunchSlots(
        AcceleratorStream stream,
        in LaunchDimensions dimensions,
        ulong* slots,
        int slotCount) =>
        executor.Launch(dimensions, slots);

    protected override void DisposeAcceleratorObject(bool disposing)
    {
    }
}
