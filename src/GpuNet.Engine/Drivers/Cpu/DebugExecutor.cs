using GpuNet.Engine.Drivers.Launching;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace GpuNet.Engine.Drivers.Cpu;

/// <summary>
/// Debug mode: the C# method itself runs for each work-item, group after group, on the thread that launches. Only a group
/// that meets a barrier gets threads of its own.
/// </summary>
internal sealed unsafe class DebugExecutor : CpuExecutor
{
    private readonly Accelerator accelerator;
    private readonly KernelSignature signature;
    private readonly DebugInvoke invoke;
    private readonly object? target;

    public DebugExecutor(CPUAccelerator accelerator, KernelSignature signature)
    {
        this.accelerator = accelerator;
        this.signature = signature;
        invoke = DebugInvoker.Build(signature);
        // A lambda's closure has no fields (the signature checks that): any instance of it will do.
        if (!signature.Method.IsStatic)
            target = Activator.CreateInstance(signature.Method.DeclaringType!, nonPublic: true);
    }

    public override void Launch(in LaunchDimensions dimensions, ulong* slots)
    {
        var grid = new Index3D(dimensions.GridX, dimensions.GridY, dimensions.GridZ);
        var size = new Index3D(dimensions.GroupX, dimensions.GroupY, dimensions.GroupZ);
        var views = DebugArguments.BorrowViews(signature, slots);
        using var items = new LockstepItems(size.Size, accelerator.WarpSize, item => invoke(target, slots, views, item), signature.Name);
        using var binding = accelerator.BindScoped();
        for (int z = 0; z < grid.Z; z++)
        {
            for (int y = 0; y < grid.Y; y++)
            {
                for (int x = 0; x < grid.X; x++)
                {
                    using var group = new WorkGroup(
                        grid, size, new Index3D(x, y, z), accelerator.WarpSize, items.Barrier, items.WarpBarrier, AllocateScratch,
                        dimensions.DynamicSharedBytes);
                    items.Run(group);
                }
            }
        }
    }

    private MemoryBuffer AllocateScratch(long length, int elementSize) =>
        CPUMemoryBuffer.Create(accelerator, length, elementSize);
}
