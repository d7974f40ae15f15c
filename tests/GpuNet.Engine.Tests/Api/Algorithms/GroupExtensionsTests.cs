using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Algorithms.ScanReduceOperations;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.Api.Algorithms;

/// <summary>Reductions and scans over groups of many sizes, against sums computed on the host.</summary>
public sealed class GroupExtensionsTests(TestAccelerators accelerators) : IClassFixture<TestAccelerators>
{
    public static TheoryData<TestDevice, int> Groups
    {
        get
        {
            var data = new TheoryData<TestDevice, int>();
            foreach (var size in new[] { 1, 2, 3, 7, 8, 31, 32, 33, 255, 256, 257, 1000, 1024 })
                data.Add(TestDevice.Cpu, size);
            foreach (var size in new[] { 1, 3, 8, 33 })
                data.Add(TestDevice.CpuDebug, size);
            foreach (var size in new[] { 1, 3, 8, 33, 256, 257, 1000 })
                data.Add(TestDevice.OpenCl, size);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public void Every_item_gets_the_sum_and_the_maximum(TestDevice device, int groupSize)
    {
        var values = Values(2 * groupSize);
        var (sums, maxima) = Launch(device, groupSize, ReduceKernel, values);
        for (var i = 0; i < values.Length; ++i)
        {
            var group = values.AsSpan(i / groupSize * groupSize, groupSize).ToArray();
            Assert.Equal(group.Sum(), sums[i]);
            Assert.Equal(group.Max(), maxima[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public void Scans_sum_what_comes_before(TestDevice device, int groupSize)
    {
        var values = Values(2 * groupSize);
        var (inclusive, exclusive) = Launch(device, groupSize, ScanKernel, values);
        for (var i = 0; i < values.Length; ++i)
        {
            var start = i / groupSize * groupSize;
            Assert.Equal(values[start..i].Sum(), exclusive[i]);
            Assert.Equal(values[start..(i + 1)].Sum(), inclusive[i]);
        }
    }

    [Theory]
    [InlineData(TestDevice.Cpu, 32)]
    [InlineData(TestDevice.CpuDebug, 8)]
    public void Boundaries_carry_a_scan_over_many_tiles(TestDevice device, int groupSize)
    {
        var values = Values(5 * groupSize);
        var accelerator = accelerators[device];
        using var input = accelerator.Allocate1D(values);
        using var inclusive = accelerator.Allocate1D<int>(values.Length);
        using var exclusive = accelerator.Allocate1D<int>(values.Length);
        accelerator.Launch<ArrayView<int>, ArrayView<int>, ArrayView<int>>(
            TileKernel, (1, groupSize), input.AsContiguous(), inclusive.AsContiguous(), exclusive.AsContiguous());
        accelerator.Synchronize();
        Assert.Equal(Enumerable.Range(0, values.Length).Select(i => values[..(i + 1)].Sum()), inclusive.GetAsArray1D());
        Assert.Equal(Enumerable.Range(0, values.Length).Select(i => values[..i].Sum()), exclusive.GetAsArray1D());
    }

    [Theory]
    [MemberData(nameof(TestAccelerators.All), MemberType = typeof(TestAccelerators))]
    public void Warps_reduce_and_scan(TestDevice device)
    {
        // On most devices a warp is one item, and so is what it reduces and scans.
        int warpSize = accelerators[device].WarpSize;
        var values = Values(4 * warpSize);
        var (sums, scans) = Launch(device, 2 * warpSize, WarpKernel, values);
        var warps = values.Chunk(warpSize).ToArray();
        Assert.Equal(warps.SelectMany(warp => Enumerable.Repeat(warp.Select((_, i) => warp[..(i + 1)].Sum()).Sum(), warpSize)), sums);
        Assert.Equal(warps.SelectMany(warp => warp.Select((_, i) => warp[..i].Sum())), scans);
    }

    [Theory]
    [MemberData(nameof(TestAccelerators.All), MemberType = typeof(TestAccelerators))]
    public void Groups_of_three_dimensions_count_their_items_in_order(TestDevice device)
    {
        var accelerator = accelerators[device];
        using var output = accelerator.Allocate1D<int>(24);
        accelerator.Launch<ArrayView<int>>(
            LinearKernel, new KernelConfig(new Index3D(1, 1, 1), new Index3D(2, 3, 4)), output.AsContiguous());
        accelerator.Synchronize();
        Assert.Equal(Enumerable.Range(0, 24).Select(i => i * (i + 1) / 2), output.GetAsArray1D());
    }

    [Fact]
    public void Boundaries_are_printed() => Assert.Equal("[1, 2]", new ScanBoundaries<int>(1, 2).ToString());

    private (int[] First, int[] Second) Launch(
        TestDevice device, int groupSize, Action<ArrayView<int>, ArrayView<int>, ArrayView<int>> kernel, int[] values)
    {
        var accelerator = accelerators[device];
        using var input = accelerator.Allocate1D(values);
        using var first = accelerator.Allocate1D<int>(values.Length);
        using var second = accelerator.Allocate1D<int>(values.Length);
        accelerator.Launch(
            kernel, (values.Length / groupSize, groupSize), input.AsContiguous(), first.AsContiguous(), second.AsContiguous());
        accelerator.Synchronize();
        return (first.GetAsArray1D(), second.GetAsArray1D());
    }

    private static int[] Values(int count) => Enumerable.Range(0, count).Select(i => i * 7919 % 1009 - 300).ToArray();

    private static void ReduceKernel(ArrayView<int> input, ArrayView<int> sums, ArrayView<int> maxima)
    {
        var i = Grid.GlobalIndex.X;
        sums[i] = GroupExtensions.AllReduce<int, AddInt32>(input[i]);
        maxima[i] = GroupExtensions.Reduce<int, MaxInt32>(input[i]);
    }

    private static void ScanKernel(ArrayView<int> input, ArrayView<int> inclusive, ArrayView<int> exclusive)
    {
        var i = Grid.GlobalIndex.X;
        inclusive[i] = default(GroupExtensions.InclusiveGroupScan<int, AddInt32>).Scan(input[i]);
        exclusive[i] = default(GroupExtensions.ExclusiveGroupScan<int, AddInt32>).Scan(input[i]);
    }

    private static void TileKernel(ArrayView<int> input, ArrayView<int> inclusive, ArrayView<int> exclusive)
    {
        int beforeInclusive = 0, beforeExclusive = 0;
        for (var i = Group.IdxX; i < input.IntLength; i += Group.DimX)
        {
            inclusive[i] = beforeInclusive
                + default(GroupExtensions.InclusiveGroupScan<int, AddInt32>).Scan(input[i], out var boundaries);
            beforeInclusive = GroupExtensions.InclusiveScanNextIteration<int, AddInt32>(
                beforeInclusive, boundaries.RightBoundary, input[i]);
            exclusive[i] = beforeExclusive
                + default(GroupExtensions.ExclusiveGroupScan<int, AddInt32>).Scan(input[i], out boundaries) + boundaries.LeftBoundary;
            beforeExclusive = GroupExtensions.ExclusiveScanNextIteration<int, AddInt32>(
                beforeExclusive, boundaries.RightBoundary, input[i]);
        }
    }

    private static void WarpKernel(ArrayView<int> input, ArrayView<int> sums, ArrayView<int> scans)
    {
        var i = Grid.GlobalIndex.X;
        var scan = WarpExtensions.InclusiveScan<int, AddInt32>(input[i]);
        sums[i] = WarpExtensions.AllReduce<int, AddInt32>(scan);
        // The first lane is sure to have the result.
        if (WarpExtensions.Reduce<int, AddInt32>(scan) != sums[i] && Warp.IsFirstLane)
            sums[i] = -1;
        scans[i] = WarpExtensions.ExclusiveScan<int, AddInt32>(input[i]);
    }

    private static void LinearKernel(ArrayView<int> output) =>
        output[Group.LinearIndex] = GroupExtensions.InclusiveScan<int, AddInt32>(Group.LinearIndex);
}
