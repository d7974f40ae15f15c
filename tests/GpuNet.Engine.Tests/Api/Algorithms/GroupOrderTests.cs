using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.Api.Algorithms;

public sealed class GroupOrderTests(TestAccelerators accelerators) : IClassFixture<TestAccelerators>
{
    [Theory]
    [MemberData(nameof(TestAccelerators.All), MemberType = typeof(TestAccelerators))]
    public void Groups_pass_a_value_on_in_their_order(TestDevice device)
    {
        var accelerator = accelerators[device];
        using var state = accelerator.Allocate1D([0, 0]);
        using var results = accelerator.Allocate1D<int>(20);
        accelerator.LoadStreamKernel<ArrayView<int>, ArrayView<int>>(PassOn)((20, 8), state.View, results.View);
        Assert.Equal(Enumerable.Range(0, 20).Select(group => group * (group + 1) / 2), results.GetAsArray1D());
    }

    [Theory]
    [MemberData(nameof(TestAccelerators.All), MemberType = typeof(TestAccelerators))]
    public void Tiles_cover_the_input_once(TestDevice device)
    {
        var accelerator = accelerators[device];
        using var counts = accelerator.Allocate1D<int>(100);
        counts.MemSetToZero();
        accelerator.LoadStreamKernel<ArrayView<int>, int>(CountTiles)((4, 8), counts.View, 97);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => i < 97 ? 1 : 0), counts.GetAsArray1D());
    }

    [Fact]
    public void Temporary_memory_is_handed_out_in_pieces()
    {
        var accelerator = accelerators[TestDevice.Cpu];
        using var temp = accelerator.Allocate1D<int>(10);
        var manager = new TempViewManager(temp.View, "temp");
        var first = manager.Allocate<long>(3);
        var second = manager.Allocate<int>();
        Assert.Equal(3, first.Length);
        Assert.True(second.IsValid);
        Assert.Equal(7, manager.NumInts);
        Assert.Equal((10, "temp"), (manager.TempView.Length, manager.ParamName));
        Assert.Equal("temp", Assert.Throws<ArgumentOutOfRangeException>(() => manager.Allocate<int>(4)).ParamName);
    }

    [Fact]
    public void Every_action_runs_once()
    {
        var accelerator = accelerators[TestDevice.Cpu];
        using var processor = new ConcurrentStreamProcessor(accelerator, maxNumConcurrentStreams: 3);
        using var buffer = accelerator.Allocate1D<int>(50);
        buffer.MemSetToZero();
        var kernel = accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<int>, int>(
            (_, view, action) => Atomic.Add(ref view[action], action + 1));
        processor.ProcessConcurrently(50, (stream, action) => kernel(stream, 2, buffer.View, action));
        Assert.Equal(Enumerable.Range(0, 50).Select(action => 2 * (action + 1)), buffer.GetAsArray1D());
    }

    [Theory]
    [InlineData(TestDevice.Cpu)]
    [InlineData(TestDevice.OpenCl)]
    public void Actions_see_what_the_stream_before_them_did(TestDevice device)
    {
        var accelerator = accelerators[device];
        using var processor = new ConcurrentStreamProcessor(accelerator, 2, streamProvider: one => one.CreateStream());
        Assert.Equal(2, processor.MaxNumConcurrentStreams);
        using var stream = accelerator.CreateStream();
        using var source = accelerator.Allocate1D<int>(1000);
        using var targets = accelerator.Allocate1D<int>(5000);
        accelerator.Initialize(stream, source.View, 7);
        processor.ProcessConcurrently(stream, 5, (one, action) => targets.View.SubView(1000 * action, 1000).CopyFrom(one, source.View));
        Assert.All(targets.GetAsArray1D(), value => Assert.Equal(7, value));
        Assert.ThrowsAny<Exception>(() => processor.ProcessConcurrently(3, (_, action) => ArgumentOutOfRangeException.ThrowIfGreaterThan(action, 1)));
    }

    [Fact]
    public void A_part_of_an_order_begins_anew()
    {
        var accelerator = accelerators[TestDevice.Cpu];
        using var state = accelerator.Allocate1D([20, 7]);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>>(
            (_, view) => new SequentialGroupExecutor<int>(
                new VariableView<int>(view.SubView(0, 1)), new VariableView<int>(view.SubView(1, 1))).Reset())(1, state.View);
        Assert.Equal(0, state.GetAsArray1D()[0]);
    }

    private static void PassOn(ArrayView<int> state, ArrayView<int> results)
    {
        var order = new SequentialGroupExecutor<int>(
            new VariableView<int>(state.SubView(0, 1)), new VariableView<int>(state.SubView(1, 1)));
        var sum = order.Wait() + Grid.IdxX;
        if (Group.IsFirstThread)
            results[Grid.IdxX] = sum;
        order.Release(sum);
    }

    private static void CountTiles(ArrayView<int> counts, int length)
    {
        var tile = new TileInfo(length, 4);
        for (var i = tile.StartIndex.X; i < tile.MaxLength.X; i += Group.DimX)
            Atomic.Add(ref counts[i], 1);
    }
}
