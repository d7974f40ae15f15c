using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Algorithms.RadixSortOperations;
using ILGPU.Algorithms.Random;
using ILGPU.Algorithms.ScanReduceOperations;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace GpuNet.Engine.Tests.Api.Algorithms;

/// <summary>The algorithms on CPU devices that the user describes, from one item in all to many of odd numbers.</summary>
public class SmallDeviceTests
{
    public static TheoryData<int, int, int, bool> Devices
    {
        get
        {
            var data = new TheoryData<int, int, int, bool>();
            foreach (bool isDebug in new[] { false, true })
            {
                data.Add(1, 1, 1, isDebug);
                data.Add(2, 3, 1, isDebug);
                data.Add(4, 4, 1, isDebug);
                data.Add(32, 1, 3, isDebug);
            }
            data.Add(32, 32, 8, false);
            data.Add(16, 128, 2, false);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Views_and_groups_are_reduced_scanned_and_sorted(int warp, int warps, int multiprocessors, bool isDebug)
    {
        using var context = Create(new CPUDevice(warp, warps, multiprocessors), isDebug);
        using var accelerator = context.CreateCPUAccelerator(0);
        var stream = accelerator.DefaultStream;
        int length = isDebug ? 501 : 40_001;
        var values = Enumerable.Range(0, length).Select(i => i * 7919 % 10_007).ToArray();
        using var buffer = accelerator.Allocate1D(values);
        using var output = accelerator.Allocate1D<int>(length);
        Assert.Equal(values.Sum(), accelerator.Reduce<int, AddInt32>(stream, buffer.View));
        using (var provider = accelerator.CreateScanProvider<int>(length))
            provider.CreateScan<int, Stride1D.Dense, Stride1D.Dense, MaxInt32>(ScanKind.Inclusive)(stream, buffer.View, output.View);
        int largest = 0;
        Assert.Equal(values.Select(value => largest = System.Math.Max(largest, value)), output.GetAsArray1D());

        int groupSize = accelerator.MaxNumThreadsPerGroup;
        Assert.Equal(warp * warps, groupSize);
        using var sums = accelerator.Allocate1D<int>(2 * groupSize);
        accelerator.Launch<ArrayView<int>, ArrayView<int>>(GroupKernel, (2, groupSize), buffer.View, sums.View);
        Assert.Equal(
            Enumerable.Range(0, 2 * groupSize).Select(i => values[i % groupSize] + values[..groupSize].Sum()),
            sums.GetAsArray1D());

        using (var provider = accelerator.CreateRadixSortProvider<int, AscendingInt32>(length))
            provider.CreateRadixSort<int, Stride1D.Dense, AscendingInt32>()(stream, buffer.View);
        Assert.Equal(values.Order(), buffer.GetAsArray1D());
        Assert.Equal(values.Distinct().Count(), accelerator.Unique(stream, buffer.View.BaseView));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    [InlineData(8, false)]
    [InlineData(12, false)]
    [InlineData(16, true)]
    [InlineData(32, false)]
    [InlineData(32, true)]
    [InlineData(64, false)]
    public void Warps_are_reduced_and_scanned(int warp, bool isDebug)
    {
        using var context = Create(new CPUDevice(warp, 3, 2), isDebug);
        using var accelerator = context.CreateCPUAccelerator(0);
        Assert.Equal(warp, accelerator.WarpSize);
        var values = Enumerable.Range(0, 4 * 3 * warp).Select(i => i * 7919 % 1009 - 300).ToArray();
        using var buffer = accelerator.Allocate1D(values);
        using var results = accelerator.Allocate1D<int>(4 * values.Length);
        accelerator.Launch<ArrayView<int>, ArrayView<int>>(WarpKernel, (4, 3 * warp), buffer.View, results.View);
        var expected = values.Chunk(warp).SelectMany(lanes => lanes.SelectMany((value, i) =>
            new[] { lanes.Sum(), lanes[..i].Sum(), lanes[..(i + 1)].Sum(), i == 0 ? lanes.Max() : 0 }));
        Assert.Equal(expected, results.GetAsArray1D());
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(4, true)]
    [InlineData(32, false)]
    [InlineData(32, true)]
    public void Lanes_draw_numbers_of_their_own(int warp, bool isDebug)
    {
        using var context = Create(new CPUDevice(warp, 2, 2), isDebug);
        using var accelerator = context.CreateCPUAccelerator(0);
        // The last warp is not whole.
        int items = 6 * warp + 3;
        using var rng = accelerator.CreateRNG<XorShift64Star>(new Random(6), 7);
        using var drawn = accelerator.Allocate1D<double>(2 * items);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, RNGView<XorShift64Star>, ArrayView<double>>(
            (i, view, results) =>
            {
                results[2 * i] = view.NextDouble();
                results[2 * i + 1] = view.NextFloat();
            })(items, rng.GetViewViaThreads(items), drawn.View);
        var numbers = drawn.GetAsArray1D();
        Assert.All(numbers, value => Assert.True(value is >= 0 and < 1));
        Assert.Equal(2 * items, numbers.Distinct().Count());

        using var filled = accelerator.Allocate1D<float>(1003);
        rng.FillUniform(accelerator.DefaultStream, filled.AsContiguous());
        Assert.InRange(filled.GetAsArray1D().Average(), 0.44, 0.56);
        Assert.Equal(1003, filled.GetAsArray1D().Distinct().Count());
    }

    private static Context Create(CPUDevice device, bool isDebug) => Context.Create(builder =>
    {
        builder.CPU(device).EnableAlgorithms();
        if (isDebug)
            builder.Debug();
    });

    private static void WarpKernel(ArrayView<int> input, ArrayView<int> results)
    {
        var i = Grid.GlobalIndex.X;
        results[4 * i] = WarpExtensions.AllReduce<int, AddInt32>(input[i]);
        results[4 * i + 1] = WarpExtensions.ExclusiveScan<int, AddInt32>(input[i]);
        results[4 * i + 2] = WarpExtensions.InclusiveScan<int, AddInt32>(input[i]);
        var largest = WarpExtensions.Reduce<int, MaxInt32>(input[i]);
        results[4 * i + 3] = Warp.IsFirstLane ? largest : 0;
    }

    // Every item's value and the sum of its group.
    private static void GroupKernel(ArrayView<int> input, ArrayView<int> sums)
    {
        var value = input[Group.IdxX];
        var inclusive = GroupExtensions.InclusiveScan<int, AddInt32>(value);
        var exclusive = GroupExtensions.ExclusiveScan<int, AddInt32>(value);
        sums[Grid.GlobalIndex.X] = inclusive - exclusive + GroupExtensions.AllReduce<int, AddInt32>(value);
    }
}
