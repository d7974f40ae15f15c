using GpuNet.TestKit;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Engine.Tests.Cuda;

/// <summary>Programs may capture graphs of what a stream is given, by its handle: the engine's calls have to allow that.</summary>
public sealed class CudaGraphTests : IDisposable
{
    private readonly FakeCuda fake = new();
    private readonly CudaAccelerator accelerator;
    private readonly CudaStream stream;

    public CudaGraphTests()
    {
        accelerator = CudaTestDevice.Open(fake);
        stream = (CudaStream)accelerator.DefaultStream;
    }

    public void Dispose() => accelerator.Context.Dispose();

    private static void Add(Index1D i, ArrayView<int> target, ArrayView<int> values) => target[i] += values[0];

    [Fact]
    public void A_graph_runs_its_work_at_each_launch_and_not_before()
    {
        var kernel = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<int>>(Add);
        using var value = accelerator.AllocatePageLocked1D<int>(1);
        using var values = accelerator.Allocate1D<int>(1);
        using var sums = accelerator.Allocate1D<int>(10);
        using var copy = accelerator.Allocate1D<int>(10);
        using var graph = new CapturedGraph(fake, stream, () =>
        {
            values.View.CopyFromPageLockedAsync(value);
            kernel(10, sums.View, values.View);
            copy.View.BaseView.CopyFrom(sums.View.BaseView);
        });
        Assert.Equal(new int[10], sums.GetAsArray1D());
        long launches = fake.Calls("cuLaunchKernel");
        foreach (int number in (int[])[1, 10, 100])
        {
            value.Span[0] = number;
            graph.Launch(stream);
            accelerator.Synchronize();
        }
        Assert.All(copy.GetAsArray1D(), sum => Assert.Equal(111, sum));
        Assert.Equal(launches, fake.Calls("cuLaunchKernel"));
    }

    [Fact]
    public void Ordinary_arrays_cannot_be_part_of_a_graph()
    {
        using var buffer = accelerator.Allocate1D<int>(4);
        var exception = Assert.Throws<InvalidOperationException>(() => new CapturedGraph(fake, stream, () => buffer.CopyFromCPU(new int[4])));
        Assert.Contains("page-locked", exception.Message);
        // The stream works again.
        buffer.CopyFromCPU([1, 2, 3, 4]);
        Assert.Equal([1, 2, 3, 4], buffer.GetAsArray1D());
    }

    /// <summary>They go through memory that is given back when the copy has been issued: by the time the graph runs, it is somebody else's.</summary>
    [Fact]
    public void Overlapping_pieces_cannot_be_part_of_a_graph()
    {
        using var buffer = accelerator.Allocate1D([1, 2, 3, 4]);
        var exception = Assert.Throws<InvalidOperationException>(() => new CapturedGraph(
            fake, stream, () => buffer.View.SubView(0, 3).CopyTo(stream, buffer.View.SubView(1, 3))));
        Assert.Contains("overlap", exception.Message);
        buffer.View.SubView(0, 3).CopyTo(stream, buffer.View.SubView(1, 3));
        Assert.Equal([1, 1, 2, 3], buffer.GetAsArray1D());
    }

    [Fact]
    public void A_copy_to_where_it_comes_from_is_no_work()
    {
        using var buffer = accelerator.Allocate1D([1, 2, 3, 4]);
        long copies = fake.Calls("cuMemcpyDtoDAsync_v2");
        using var graph = new CapturedGraph(fake, stream, () => buffer.View.CopyTo(stream, buffer.View));
        graph.Launch(stream);
        Assert.Equal([1, 2, 3, 4], buffer.GetAsArray1D());
        Assert.Equal(copies, fake.Calls("cuMemcpyDtoDAsync_v2"));
    }

    [Fact]
    public void Waiting_for_the_stream_cannot_be_part_of_a_graph() =>
        Assert.Contains("cuStreamSynchronize", Assert.Throws<CudaException>(() => new CapturedGraph(fake, stream, stream.Synchronize)).Message);

    [Fact]
    public void Buffers_may_come_and_go_while_a_graph_is_recorded()
    {
        var kernel = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<int>>(Add);
        using var sums = accelerator.Allocate1D<int>(10);
        using var ones = accelerator.Allocate1D([1]);
        using var graph = new CapturedGraph(fake, stream, () =>
        {
            accelerator.Allocate1D<int>(100).Dispose();
            kernel(10, sums.View, ones.View);
        });
        graph.Launch(stream);
        Assert.All(sums.GetAsArray1D(), sum => Assert.Equal(1, sum));
    }
}
