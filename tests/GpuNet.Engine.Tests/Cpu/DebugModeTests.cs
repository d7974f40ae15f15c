using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace GpuNet.Engine.Tests.Cpu;

public sealed class DebugModeTests : IDisposable
{
    private readonly Context context = Context.Create(builder => builder.DefaultCPU().Debug());
    private readonly Accelerator accelerator;

    public DebugModeTests()
    {
        accelerator = context.CreateCPUAccelerator(0);
    }

    public void Dispose() => context.Dispose();

    private static void Square(Index1D index, ArrayView<int> view) => view[index] = index * index;

    [Fact]
    public void RunsEveryItemOfAnExtent()
    {
        using var buffer = accelerator.Allocate1D<int>(1000);
        var kernel = accelerator.LoadAutoGroupedKernel<Action<AcceleratorStream, Index1D, ArrayView<int>>>(
            new Action<Index1D, ArrayView<int>>(Square).Method);

        kernel(accelerator.DefaultStream, 1000, buffer.View.BaseView);

        for (int i = 0; i < 1000; i++)
            Assert.Equal(i * i, buffer.View[i]);
    }

    private static void ReverseThroughSharedMemory(ArrayView<int> view)
    {
        var shared = SharedMemory.Allocate<int>(8);
        int i = Group.IdxX;
        shared[i] = view[Grid.IdxX * Group.DimX + i];
        Group.Barrier();
        view[Grid.IdxX * Group.DimX + i] = shared[Group.DimX - 1 - i];
    }

    [Fact]
    public void BarriersSeparateTheStepsOfAGroup()
    {
        using var buffer = accelerator.Allocate1D<int>(24);
        for (int i = 0; i < 24; i++)
            buffer.View[i] = i;
        var kernel = accelerator.LoadKernel<Action<KernelConfig, ArrayView<int>>>(
            new Action<ArrayView<int>>(ReverseThroughSharedMemory).Method);

        kernel((3, 8), buffer.View.BaseView);

        for (int i = 0; i < 24; i++)
            Assert.Equal(i / 8 * 8 + 7 - i % 8, buffer.View[i]);
    }
}
