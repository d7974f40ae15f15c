using System.Numerics;
using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Algorithms.ScanReduceOperations;
using ILGPU.Algorithms.Sequencers;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.Api.Algorithms;

public sealed class AlgorithmTests(TestAccelerators accelerators) : IClassFixture<TestAccelerators>
{
    [Theory]
    [MemberData(nameof(TestAccelerators.All), MemberType = typeof(TestAccelerators))]
    public void Initialize_fills_dense_and_strided_views(TestDevice device)
    {
        var accelerator = accelerators[device];
        using var buffer = accelerator.Allocate1D<float>(100);
        accelerator.Initialize(accelerator.DefaultStream, buffer.AsContiguous(), 1.5f);
        accelerator.Initialize(
            accelerator.DefaultStream, buffer.AsContiguous().AsGeneral(new Stride1D.General(10)), -2f);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => i % 10 == 0 ? -2f : 1.5f), buffer.GetAsArray1D());
    }

    [Theory]
    [MemberData(nameof(TestAccelerators.All), MemberType = typeof(TestAccelerators))]
    public void Transform_maps_every_element(TestDevice device)
    {
        var accelerator = accelerators[device];
        using var source = accelerator.Allocate1D(Enumerable.Range(0, 777).ToArray());
        using var target = accelerator.Allocate1D<double>(777);
        accelerator.Transform(
            accelerator.DefaultStream, source.AsContiguous(), target.AsContiguous(), new Scale { Factor = 0.25 });
        Assert.Equal(Enumerable.Range(0, 777).Select(i => i * 0.25), target.GetAsArray1D());
        accelerator.Transform<int, IdentityTransformer<int>>(
            accelerator.DefaultStream, source.AsContiguous(), source.AsContiguous(), default);
        Assert.Equal(Enumerable.Range(0, 777), source.GetAsArray1D());
    }

    [Theory]
    [MemberData(nameof(TestAccelerators.All), MemberType = typeof(TestAccelerators))]
    public void Sequences_repeat_and_batch(TestDevice device)
    {
        var accelerator = accelerators[device];
        using var buffer = accelerator.Allocate1D<int>(50);
        var view = buffer.AsContiguous();
        var stream = accelerator.DefaultStream;
        accelerator.Sequence(stream, view, default(Squares));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => i * i), buffer.GetAsArray1D());
        accelerator.RepeatedSequence(stream, view, 7, default(Squares));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => i % 7 * (i % 7)), buffer.GetAsArray1D());
        accelerator.BatchedSequence(stream, view, 7, default(Squares));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => i / 7 * (i / 7)), buffer.GetAsArray1D());
        accelerator.RepeatedBatchedSequence(stream, view, 3, 4, default(Squares));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => i / 4 % 3 * (i / 4 % 3)), buffer.GetAsArray1D());
    }

    [Theory]
    [InlineData(TestDevice.Cpu, 1)]
    [InlineData(TestDevice.Cpu, 1000)]
    [InlineData(TestDevice.Cpu, 100_003)]
    [InlineData(TestDevice.CpuDebug, 100)]
    [InlineData(TestDevice.OpenCl, 1)]
    [InlineData(TestDevice.OpenCl, 20_001)]
    public void Reduce_folds_the_whole_view(TestDevice device, int length)
    {
        var accelerator = accelerators[device];
        var values = Enumerable.Range(0, length).Select(i => (long)i * 7919 % 10_007).ToArray();
        using var buffer = accelerator.Allocate1D(values);
        var stream = accelerator.DefaultStream;
        Assert.Equal(values.Sum(), accelerator.Reduce<long, AddInt64>(stream, buffer.AsContiguous()));
        using var output = accelerator.Allocate1D<long>(1);
        var reduction = accelerator.CreateReduction<long, Stride1D.Dense, AddInt64>();
        reduction(stream, buffer.View, output.AsContiguous());
        reduction(stream, buffer.View, output.AsContiguous());
        Assert.Equal(values.Sum(), output.GetAsArray1D()[0]);
    }

    [Theory]
    [InlineData(TestDevice.Cpu)]
    [InlineData(TestDevice.CpuDebug)]
    public void Reduce_takes_other_operations_and_strided_views(TestDevice device)
    {
        var accelerator = accelerators[device];
        var values = Enumerable.Range(0, 100).Select(i => (long)i * 7919 % 10_007).ToArray();
        using var buffer = accelerator.Allocate1D(values);
        var stream = accelerator.DefaultStream;
        Assert.Equal(values.Max(), accelerator.Reduce<long, MaxInt64>(stream, buffer.AsContiguous()));
        var everyThird = buffer.AsContiguous().AsGeneral(new Stride1D.General(3));
        Assert.Equal(
            values.Where((_, i) => i % 3 == 0).Min(),
            accelerator.Reduce<long, Stride1D.General, MinInt64>(stream, everyThird));
    }

    [Fact]
    public void Float_sums_have_the_same_bits_every_time()
    {
        var accelerator = accelerators[TestDevice.Cpu];
        using var buffer = accelerator.Allocate1D(Enumerable.Range(1, 54_321).Select(i => 1f / i).ToArray());
        var sums = Enumerable.Range(0, 5)
            .Select(_ => accelerator.Reduce<float, AddFloat>(accelerator.DefaultStream, buffer.AsContiguous()));
        Assert.Single(sums.Distinct());
        // The harmonic number H(n) is ln n + gamma + 1/(2n) - ...
        Assert.Equal(System.Math.Log(54_321) + 0.5772156649015329 + 0.5 / 54_321, sums.First(), 1e-5);
    }

    [Theory]
    [MemberData(nameof(TestAccelerators.All), MemberType = typeof(TestAccelerators))]
    public void Grid_stride_bodies_see_every_index_once_and_finish_in_every_item(TestDevice device)
    {
        var accelerator = accelerators[device];
        using var counts = accelerator.Allocate1D<int>(1000);
        using var finished = accelerator.Allocate1D<int>(1);
        accelerator.LaunchGridStride(1000, new CountBody { Counts = counts.AsContiguous(), Finished = finished.AsContiguous() });
        accelerator.Synchronize();
        Assert.All(counts.GetAsArray1D(), count => Assert.Equal(1, count));
        var (gridDim, groupDim) = accelerator.ComputeGridStrideLoopExtent(1000);
        Assert.Equal(gridDim.X * groupDim.X, finished.GetAsArray1D()[0]);
    }

    [Theory]
    [MemberData(nameof(TestAccelerators.All), MemberType = typeof(TestAccelerators))]
    public void Grid_stride_loops_cover_more_elements_than_items(TestDevice device)
    {
        var accelerator = accelerators[device];
        using var sums = accelerator.Allocate1D<int>(8);
        accelerator.Launch<ArrayView<int>>(LoopKernel, (2, 4), sums.AsContiguous());
        accelerator.Synchronize();
        var expected = Enumerable.Range(0, 8).Select(item => Enumerable.Range(0, 30).Where(i => i % 8 == item).Sum());
        Assert.Equal(expected, sums.GetAsArray1D());
    }

    [Theory]
    [MemberData(nameof(TestAccelerators.All), MemberType = typeof(TestAccelerators))]
    public void Reorder_gathers_by_index(TestDevice device)
    {
        var accelerator = accelerators[device];
        using var source = accelerator.Allocate1D(Enumerable.Range(100, 20).ToArray());
        using var order = accelerator.Allocate1D(Enumerable.Range(0, 10).Select(i => new Index1D(19 - 2 * i)).ToArray());
        using var target = accelerator.Allocate1D<double>(10);
        accelerator.ReorderTransform(
            accelerator.DefaultStream,
            source.AsContiguous(),
            target.AsContiguous(),
            order.AsContiguous(),
            new Scale { Factor = 2 });
        Assert.Equal(Enumerable.Range(0, 10).Select(i => 2.0 * (119 - 2 * i)), target.GetAsArray1D());
    }

    [Theory]
    [MemberData(nameof(TestAccelerators.All), MemberType = typeof(TestAccelerators))]
    public void Vectors_add_component_by_component(TestDevice device)
    {
        var accelerator = accelerators[device];
        using var sums = accelerator.Allocate1D<Vector3>(1);
        accelerator.LaunchAutoGrouped<Index1D, ArrayView<Vector3>>(VectorKernel, 10, sums.AsContiguous());
        accelerator.Synchronize();
        Assert.Equal(new Vector3(45, 90, -45), sums.GetAsArray1D()[0]);
        Assert.Equal(new Index2D(3, -4), new Vector2(3.5f, -4.5f).ToIndex());
    }

    [Fact]
    public void Vectors_of_two_and_four_add_as_well()
    {
        var accelerator = accelerators[TestDevice.Cpu];
        using var pairs = accelerator.Allocate1D<Vector2>(1);
        using var quadruples = accelerator.Allocate1D<Vector4>(1);
        accelerator.LaunchAutoGrouped<Index1D, ArrayView<Vector2>, ArrayView<Vector4>>(
            (i, two, four) =>
            {
                two.VariableView(new Index1D(0)).AtomicAdd(new Index2D(i, -i).ToVector());
                Vector4 one = default;
                one.X = i;
                one.W = 1;
                four.VariableView(new Index1D(0)).AtomicAdd(one);
            },
            10, pairs.View, quadruples.View);
        accelerator.Synchronize();
        Assert.Equal(new Vector2(45, -45), pairs.GetAsArray1D()[0]);
        Assert.Equal(new Vector4(45, 0, 0, 10), quadruples.GetAsArray1D()[0]);
        Assert.Equal(new Index3D(1, -2, 3), new Vector3(1.9f, -2.9f, 3).ToIndex());
        Assert.Equal((4, 8, 12), (VectorExtensions.Vector2YOffset, VectorExtensions.Vector3ZOffset, VectorExtensions.Vector4WOffset));
    }

    [Fact]
    public async Task Reductions_may_be_awaited()
    {
        var accelerator = accelerators[TestDevice.Cpu];
        using var buffer = accelerator.Allocate1D(Enumerable.Range(1, 1000).ToArray());
        var stream = accelerator.DefaultStream;
        Assert.Equal(500_500, await accelerator.ReduceAsync<int, AddInt32>(stream, buffer.AsContiguous()));
        var evens = buffer.View.SubView(1, 999).AsGeneral(new Stride1D.General(2));
        Assert.Equal(250_500, await accelerator.ReduceAsync<int, Stride1D.General, AddInt32>(stream, evens));
    }

    [Theory]
    [MemberData(nameof(TestAccelerators.All), MemberType = typeof(TestAccelerators))]
    public void Reorder_of_planes(TestDevice device)
    {
        var accelerator = accelerators[device];
        using var source = accelerator.Allocate2DDenseX(new int[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        using var order = accelerator.Allocate1D(new Index1D[] { 5, 0, 0, 3 });
        using var target = accelerator.Allocate1D<int>(4);
        accelerator.Reorder<int>(accelerator.DefaultStream, source.AsContiguous(), target.View, order.View);
        var flat = source.AsContiguous().GetAsArray();
        Assert.Equal([flat[5], flat[0], flat[0], flat[3]], target.GetAsArray1D());
    }

    [Fact]
    public void Bodies_of_loops_keep_what_they_gather()
    {
        var accelerator = accelerators[TestDevice.Cpu];
        using var sums = accelerator.Allocate1D<int>(16);
        accelerator.Launch<ArrayView<int>>(GatherKernel, (2, 8), sums.View);
        accelerator.Synchronize();
        Assert.Equal(Enumerable.Range(0, 16).Select(item => Enumerable.Range(0, 100).Where(i => i % 16 == item).Sum() + 16), sums.GetAsArray1D());
        var (gridDim, groupDim) = accelerator.ComputeGridStrideLoopExtent(1_000_000, out int iterations);
        Assert.InRange((long)gridDim.X * groupDim.X * iterations, 1_000_000, 1_000_000 + (long)gridDim.X * groupDim.X);
    }

    private static void GatherKernel(ArrayView<int> sums)
    {
        Gather body = default;
        GridExtensions.GridStrideLoop(100, ref body);
        sums[Grid.GlobalIndex.X] = body.Sum + GridExtensions.GridStrideLoopStride;
    }

    private struct Gather : IGridStrideLoopBody
    {
        public int Sum;

        public void Execute(Index1D linearIndex) => Sum += linearIndex;
    }

    private static void VectorKernel(Index1D index, ArrayView<Vector3> sums) =>
        sums.VariableView(new Index1D(0)).AtomicAdd(new Index3D(index, 2 * index, -index).ToVector());

    private static void LoopKernel(ArrayView<int> sums) =>
        sums[Grid.GlobalIndex.X] = GridExtensions.GridStrideLoop(30, 0, default(SumBody));

    public struct Scale : ITransformer<int, double>
    {
        public double Factor;

        public readonly double Transform(int value) => value * Factor;
    }

    public readonly struct Squares : ISequencer<int>
    {
        public int ComputeSequenceElement(LongIndex1D sequenceIndex) => (int)(sequenceIndex.X * sequenceIndex.X);
    }

    public readonly struct SumBody : IGridStrideLoopBody<int>
    {
        public int Execute(Index1D linearIndex, int input) => input + linearIndex;
    }

    public struct CountBody : IGridStrideKernelBody
    {
        public ArrayView<int> Counts;
        public ArrayView<int> Finished;

        public readonly void Execute(LongIndex1D linearIndex)
        {
            if (linearIndex < Counts.Length)
                Atomic.Add(ref Counts[linearIndex], 1);
        }

        public readonly void Finish() => Atomic.Add(ref Finished[0], 1);
    }
}
