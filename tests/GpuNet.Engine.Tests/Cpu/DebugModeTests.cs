using System.Runtime.CompilerServices;
using GpuNet.Engine.Tests.Runtime;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.Cpu;

public sealed class DebugModeTests : IDisposable
{
    private readonly TestAccelerator test = new();

    private Accelerator Accelerator => test.Accelerator;

    public void Dispose() => test.Dispose();

    private static void RecordThread(Index1D index, ArrayView<int> view) => view[index] = Environment.CurrentManagedThreadId;

    [Fact]
    public void WithoutBarriersItemsRunOnTheCallingThread()
    {
        using var buffer = Accelerator.Allocate1D<int>(1000);

        Accelerator.LaunchAutoGrouped<Index1D, ArrayView<int>>(RecordThread, 1000, buffer.AsContiguous());

        for (int i = 0; i < 1000; i++)
            Assert.Equal(Environment.CurrentManagedThreadId, buffer.View[i]);
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
        using var buffer = Accelerator.Allocate1D<int>(24);
        for (int i = 0; i < 24; i++)
            buffer.View[i] = i;

        Accelerator.Launch<ArrayView<int>>(ReverseThroughSharedMemory, (3, 8), buffer.AsContiguous());

        for (int i = 0; i < 24; i++)
            Assert.Equal(i / 8 * 8 + 7 - i % 8, buffer.View[i]);
    }

    private static void LogSteps(ArrayView<int> log, ArrayView<int> position)
    {
        for (int step = 0; step < 3; step++)
        {
            log[position[0]++] = 10 * step + Group.LinearIndex;
            Group.Barrier();
        }
    }

    [Fact]
    public void OneItemRunsAtATimeInOrder()
    {
        using var log = Accelerator.Allocate1D<int>(12);
        using var position = Accelerator.Allocate1D<int>(1);

        Accelerator.Launch<ArrayView<int>, ArrayView<int>>(
            LogSteps, (new Index2D(1, 1), new Index2D(2, 2)), log.AsContiguous(), position.AsContiguous());

        int[] expected = [0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 23];
        for (int i = 0; i < 12; i++)
            Assert.Equal(expected[i], log.View[i]);
    }

    private static void Reduce(ArrayView<int> output)
    {
        var dynamic = SharedMemory.GetDynamic<int>();
        int i = Group.IdxX;
        dynamic[i] = i + 1;
        for (int distance = Group.DimX / 2; distance > 0; distance /= 2)
        {
            Group.Barrier();
            if (i < distance)
                dynamic[i] += dynamic[i + distance];
        }

        bool odd = i % 2 == 1;
        int count = Group.BarrierPopCount(odd);
        bool all = Group.BarrierAnd(i >= 0);
        bool any = Group.BarrierOr(i < 0);
        int broadcast = Group.Broadcast(100 + i, 3);
        if (i == 0)
        {
            int at = 4 * Grid.IdxX;
            output[at] = dynamic[0];
            output[at + 1] = count;
            output[at + 2] = (all ? 1 : 0) + (any ? 2 : 0);
            output[at + 3] = broadcast;
        }
    }

    [Fact]
    public void ReductionsOverManyItemsAndGroups()
    {
        using var output = Accelerator.Allocate1D<int>(12);

        Accelerator.Launch<ArrayView<int>>(
            Reduce, (3, 256, SharedMemoryConfig.RequestDynamic<int>(256)), output.AsContiguous());

        for (int group = 0; group < 3; group++)
        {
            Assert.Equal(256 * 257 / 2, output.View[4 * group]);
            Assert.Equal(128, output.View[4 * group + 1]);
            Assert.Equal(1, output.View[4 * group + 2]);
            Assert.Equal(103, output.View[4 * group + 3]);
        }
    }

    private static void SkipBarrier(ArrayView<int> view, int skipped)
    {
        if (Group.IdxX != skipped)
            Group.Barrier();
        view[Group.IdxX] = 1;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    public void ABarrierThatAnItemMissesIsReported(int skipped)
    {
        using var buffer = Accelerator.Allocate1D<int>(4);

        var failed = Assert.Throws<KernelExecutionException>(
            () => Accelerator.Launch<ArrayView<int>, int>(SkipBarrier, (1, 4), buffer.AsContiguous(), skipped));

        Assert.Contains("barrier", failed.Message, StringComparison.Ordinal);
        Assert.Contains($"work-item ({skipped}, 0, 0) has finished", failed.Message, StringComparison.Ordinal);
        // The accelerator goes on working.
        Accelerator.Launch<ArrayView<int>, int>(SkipBarrier, (1, 4), buffer.AsContiguous(), -1);
        Assert.Equal(1, buffer.View[3]);
    }

    private static void FailAt(ArrayView<int> view, int failing)
    {
        Group.Barrier();
        if (Group.IdxX == failing && Grid.IdxX == 1)
            view[1 << 20] = 1;
        Group.Barrier();
    }

    private static void FailWithoutBarrier(Index1D index, ArrayView<int> view) => view[index] = 1;

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void AFailureNamesItsItem(int failing)
    {
        using var buffer = Accelerator.Allocate1D<int>(4);

        var failed = Assert.Throws<KernelExecutionException>(
            () => Accelerator.Launch<ArrayView<int>, int>(FailAt, (2, 8), buffer.AsContiguous(), failing));
        Assert.IsType<IndexOutOfRangeException>(failed.InnerException);
        Assert.Equal(new Index3D(failing, 0, 0), failed.ItemIndex);
        Assert.Equal(new Index3D(1, 0, 0), failed.GroupIndex);

        failed = Assert.Throws<KernelExecutionException>(
            () => Accelerator.LoadImplicitlyGroupedStreamKernel<Index1D, ArrayView<int>>(FailWithoutBarrier, 3)(
                10, buffer.AsContiguous()));
        Assert.Equal(new Index3D(1, 0, 0), failed.ItemIndex);
        Assert.Contains("FailWithoutBarrier", failed.Message, StringComparison.Ordinal);
    }

    private static void UseLocalMemory(Index1D index, ArrayView<int> view)
    {
        var local = LocalMemory.Allocate<int>(4);
        for (int i = 0; i < 4; i++)
            local[i] += index + i;
        view[index] = local[0] + local[1] + local[2] + local[3];
    }

    [Fact]
    public void LocalMemoryIsEachItemsOwn()
    {
        using var buffer = Accelerator.Allocate1D<int>(10);

        Accelerator.LaunchAutoGrouped<Index1D, ArrayView<int>>(UseLocalMemory, 10, buffer.AsContiguous());

        for (int i = 0; i < 10; i++)
            Assert.Equal(4 * i + 6, buffer.View[i]);
    }

    [Fact]
    public void DeviceFunctionsNeedAKernel()
    {
        Assert.Throws<InvalidKernelOperationException>(() => Group.IdxX);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CollectDuringTheKernel(Index1D index, ArrayView<int> view)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        view[index] = index;
    }

    [Fact]
    public void ArgumentsOutliveTheirLaunch()
    {
        var kernel = Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>>(CollectDuringTheKernel);

        // Nothing but the launch refers to the buffer.
        kernel(3, Accelerator.Allocate1D<int>(3).AsContiguous());
    }
}
