using GpuNet.TestKit;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Engine.Tests.Cuda;

/// <summary>Work that is recorded once and launched often.</summary>
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
        using var graph = CudaGraph.Record(stream, () =>
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
        Assert.Equal((0, 1), (fake.Live("graph"), fake.Live("graph_exec")));
    }

    [Fact]
    public void Ordinary_arrays_cannot_be_part_of_a_graph()
    {
        using var buffer = accelerator.Allocate1D<int>(4);
        var exception = Assert.Throws<InvalidOperationException>(() => CudaGraph.Record(stream, () => buffer.CopyFromCPU(new int[4])));
        Assert.Contains("page-locked", exception.Message);
        // The stream works again.
        buffer.CopyFromCPU([1, 2, 3, 4]);
        Assert.Equal([1, 2, 3, 4], buffer.GetAsArray1D());
    }

    [Fact]
    public void Waiting_for_the_stream_cannot_be_part_of_a_graph() =>
        Assert.Contains("cuStreamSynchronize", Assert.Throws<CudaException>(() => CudaGraph.Record(stream, stream.Synchronize)).Message);

    [Fact]
    public void Buffers_may_come_and_go_while_a_graph_is_recorded()
    {
        var kernel = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<int>>(Add);
        using var sums = accelerator.Allocate1D<int>(10);
        using var ones = accelerator.Allocate1D([1]);
        using var graph = CudaGraph.Record(stream, () =>
        {
            accelerator.Allocate1D<int>(100).Dispose();
            kernel(10, sums.View, ones.View);
        });
        graph.Launch(stream);
        Assert.All(sums.GetAsArray1D(), sum => Assert.Equal(1, sum));
    }

    [Fact]
    public void Other_threads_work_in_the_stream_runs_and_stays_out_of_the_graph()
    {
        var kernel = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<int>>(Add);
        using var ones = accelerator.Allocate1D([1]);
        using var recorded = accelerator.Allocate1D<int>(10);
        using var others = accelerator.Allocate1D<int>(10);
        var seen = Array.Empty<int>();
        using var graph = CudaGraph.Record(stream, () =>
        {
            kernel(10, recorded.View, ones.View);
            var other = new Thread(() =>
            {
                kernel(10, others.View, ones.View);
                seen = others.GetAsArray1D();
            });
            other.Start();
            other.Join();
            kernel(10, recorded.View, ones.View);
        });
        Assert.All(seen, sum => Assert.Equal(1, sum));
        Assert.Equal(10, seen.Length);
        graph.Launch(stream);
        Assert.All(recorded.GetAsArray1D(), sum => Assert.Equal(2, sum));
        Assert.All(others.GetAsArray1D(), sum => Assert.Equal(1, sum));
    }

    [Fact]
    public void Memory_freed_during_a_recording_waits_for_what_the_stream_held_before()
    {
        var kernel = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<int>>(Add);
        using var sums = accelerator.Allocate1D<int>(10);
        var ones = accelerator.Allocate1D([1]);
        kernel(10, sums.View, ones.View);
        using var graph = CudaGraph.Record(stream, () =>
        {
            ones.Dispose();
            using var taken = accelerator.Allocate1D<int>(1);
        });
        Assert.All(sums.GetAsArray1D(), sum => Assert.Equal(1, sum));
    }

    [Fact]
    public void A_thread_records_one_graph_at_a_time()
    {
        Assert.Throws<InvalidOperationException>(() => CudaGraph.Record(stream, () => CudaGraph.Record(stream, () => { })));
        using var graph = CudaGraph.Record(stream, () => { });
    }

    [Fact]
    public void A_graph_that_cannot_be_made_leaves_nothing_behind()
    {
        fake.Fail("cuGraphInstantiateWithFlags", 2);
        Assert.Contains("cuGraphInstantiate failed", Assert.Throws<CudaException>(() => CudaGraph.Record(stream, () => { })).Message);
        Assert.Equal((0, 0), (fake.Live("graph"), fake.Live("graph_exec")));
    }
}
