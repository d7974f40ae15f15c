using System.Reflection;
using GpuNet.TestKit;
using ILGPU;

namespace GpuNet.Kernels.Tests;

/// <summary>Reductions as planned, against double precision; the bits do not depend on the group size.</summary>
public class ReductionTests
{
    public static IEnumerable<TheoryDataRow<string, string>> DevicesAndReductions =>
        KernelDevice.With(OpRegistry.Reductions.Select(e => e.Info.Name));

    [Theory]
    [MemberData(nameof(DevicesAndReductions))]
    public void Every_shape_agrees_with_double_precision(string deviceName, string name)
    {
        var entry = OpRegistry.Reductions.Single(e => e.Info.Name == name);
        typeof(ReductionTests)
            .GetMethod(nameof(Check), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(entry.Type)
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [deviceName, entry.Info], null);
    }

    private static void Check<TReduction>(string deviceName, ReductionInfo info)
        where TReduction : unmanaged, IReduction<TReduction>
    {
        using var device = KernelDevice.Open(deviceName);
        foreach (var (outer, axis, inner) in ((int, int, int)[])
            [(1, 1, 1), (3, 7, 1), (2, 64, 1), (2, 65, 1), (1, 257, 1), (3, 1021, 1), (1, 16385, 1), (1, 35000, 1),
             (1, 5, 3), (2, 256, 3), (2, 257, 3), (1, 700, 11), (4, 1, 4)])
        {
            var x = SampleData.Floats(axis, outer * axis * inner, -1, 2);
            var expected = (
                from o in Enumerable.Range(0, outer)
                from j in Enumerable.Range(0, inner)
                select info.Reference(
                    [.. Enumerable.Range(0, axis).Select(k => (double)x[(o * axis + k) * inner + j])])).ToArray();
            var actual = Reduce<Identity, TReduction>(device, x, outer, axis, inner, default, 7);
            SampleData.AssertClose(expected, actual, 1e-6);
            if (inner == 1)
            {
                foreach (var size in device.GroupSizes)
                {
                    var other = Reduce<Identity, TReduction>(device, x, outer, axis, 1, default, size);
                    SampleData.AssertSameBits(actual, other);
                }

                SampleData.AssertSameBits(
                    actual, Reduce<Identity, TReduction>(device, x, outer, axis, 1, default, RowByItem));
            }
        }
    }

    [Theory]
    [EveryDevice]
    public void A_map_runs_before_the_reduction_and_only_once(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        var x = SampleData.Floats(5, 20000);
        var squares = Reduce<Square, Sum>(device, x, 1, 20000, 1, default, 7);
        SampleData.AssertClose([x.Sum(v => (double)v * v)], squares, 1e-6);
        var strength = 0.01f;
        SampleData.AssertClose(
            [x.Sum(v => (double)strength * Math.Abs(v))],
            Reduce<L1Penalty, Sum>(device, x, 1, 20000, 1, new L1Penalty(strength), 7), 1e-6);
    }

    [Theory]
    [EveryDevice]
    public void A_nan_anywhere_is_the_maximum(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        foreach (var at in (int[])[0, 77, 299])
        {
            var x = SampleData.Floats(1, 300);
            x[at] = float.NaN;
            Assert.True(float.IsNaN(Reduce<Identity, Max>(device, x, 1, 300, 1, default, 7)[0]));
            Assert.True(float.IsNaN(Reduce<Identity, Min>(device, x, 1, 300, 1, default, 7)[0]));
        }
    }

    [Theory]
    [EveryDevice]
    public void Argmax_takes_the_first_of_equals_and_nan_before_all(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        float[] x = [1, 3, 3, 2, -1, -5, -1, -2, 7, float.NaN, 8, float.NaN];
        var y = device.Upload(new int[3]);
        device.Run(ArgExtremumKernels.Chunks<Max, float, PortableMath>, 3, device.Upload(x).View, y.View, 4, 1, 1, 4, default(Max));
        Assert.Equal([1, 0, 1], y.Read());
        y = device.Upload(new int[4]);
        device.Run(ArgExtremumKernels.Chunks<Max, float, PortableMath>, 4, device.Upload(x).View, y.View, 3, 4, 1, 3, default(Max));
        Assert.Equal([2, 2, 2, 2], y.Read().Select((k, j) => j is 1 or 3 ? 2 : k));
        Assert.Equal(2, y.Read()[1]);
    }

    [Theory]
    [EveryDevice]
    public void Groups_of_any_size_find_the_first_of_equals_in_lines(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        const int lines = 3, axis = 103, chunk = 40, chunks = 3, taken = 4;
        var x = SampleData.Floats(1, lines * axis);
        (x[70], x[71], x[102], x[axis + 5], x[axis + 90]) = (9, 9, 9, float.NaN, float.NaN);
        foreach (var size in new[] { 1, 7, 16 })
        {
            var parts = chunks * size;
            var candidates = device.Upload(new int[lines * parts]);
            device.RunGrouped(
                ArgExtremumKernels.LineChunks<Max, float, PortableMath>, new KernelConfig(lines * chunks, size), device.Upload(x).View,
                candidates.View, axis, chunks, chunk, default(Max));
            while (parts > 1)
            {
                var left = (parts + taken - 1) / taken;
                var best = device.Upload(new int[lines * left]);
                device.Run(
                    ArgExtremumKernels.OfParts<Max, float, PortableMath>, lines * left, device.Upload(x).View, candidates.View,
                    best.View, axis, 1, parts, taken, default(Max));
                (candidates, parts) = (best, left);
            }
            var last = x.AsSpan(2 * axis, axis).ToArray();
            Assert.Equal([70, 5, Array.IndexOf(last, last.Max())], candidates.Read());
        }
    }

    [Theory]
    [EveryDevice]
    public void A_maximum_sends_its_gradient_to_where_it_came_from(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        var dx = device.Upload(new float[12]);
        device.Run(GatherKernels.Place<float>, 4,
            device.Upload([1f, 2, 3, 4]).View, device.Upload([1, 0, 2, 2]).View, dx.View, 3, 1, 2);
        Assert.Equal([0, 2, 1, 0, 0, 0, 0, 0, 0, 0, 3, 4], dx.Read());
    }

    [Fact]
    public void The_plan_covers_the_axis_and_ends_in_one_result_a_slice()
    {
        foreach (var inner in (int[])[1, 5])
        {
            foreach (var axis in (int[])[0, 1, 64, 65, 256, 257, 16384, 16385, 1_000_003, 100_000_000])
            {
                var steps = ReductionPlan.For(3, axis, inner);
                Assert.True(steps[^1].IsLast);
                Assert.Equal(3 * inner, steps[^1].Results);
                Assert.Equal(axis, steps[0].Axis);
                for (var i = 0; i + 1 < steps.Count; i++)
                {
                    Assert.Equal(steps[i].Chunks, steps[i + 1].Axis);
                    var covered = (long)steps[i].Chunk * steps[i].Chunks;
                    Assert.InRange(covered, steps[i].Axis, steps[i].Axis + steps[i].Chunk - 1);
                }
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => ReductionPlan.For(1, -1, 1));
    }

    [Theory]
    [EveryDevice]
    public void Strips_of_neighbouring_slices_sum_upwards(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        foreach (var (outer, axis, inner) in ((int, int, int)[])[(1, 5, 1), (1, 33, 40), (3, 7, 19), (2, 0, 17)])
        {
            var x = SampleData.Floats(axis, outer * axis * inner);
            var expected = new float[outer * inner];
            for (var i = 0; i < x.Length; i++)
                expected[i / (axis * inner) * inner + i % inner] += x[i];
            foreach (var size in device.GroupSizes)
            {
                var y = device.Allocate(expected.Length);
                device.RunGrouped(ReductionKernels.StripAxis<Identity, Sum, float, PortableMath>,
                    new KernelConfig(outer * ((inner + size - 1) / size), size),
                    device.Upload(x).View, y.View, axis, inner, (float)axis, default(Identity), default(Sum));
                SampleData.AssertSameBits(expected, y.Read());
            }
        }
    }

    /// <summary>Runs a plan the way a runtime does.</summary>
    internal static float[] Reduce<TMap, TReduction>(
        KernelDevice device, float[] x, int outer, int axis, int inner, TMap map, int groupSize)
        where TMap : unmanaged, IUnaryOp<TMap>
        where TReduction : unmanaged, IReduction<TReduction>
    {
        var source = device.Upload(x).View;
        var isFirst = true;
        foreach (var step in ReductionPlan.For(outer, axis, inner))
        {
            var result = device.Allocate(step.Results);
            if (isFirst)
                Launch<TMap, TReduction>(device, step, source, result.View, axis, map, groupSize);
            else
                Launch<Identity, TReduction>(device, step, source, result.View, axis, default, groupSize);
            if (step.IsLast)
                return result.Read();
            source = result.View;
            isFirst = false;
        }

        throw new InvalidOperationException("a plan has a last step");
    }

    /// <summary>In the place of a group size: the kernels of which an item has all lanes.</summary>
    private const int RowByItem = 0;

    private static void Launch<TMap, TReduction>(
        KernelDevice device, ReductionStep step, ArrayView<float> x, ArrayView<float> y, int count, TMap map,
        int groupSize)
        where TMap : unmanaged, IUnaryOp<TMap>
        where TReduction : unmanaged, IReduction<TReduction>
    {
        var config = new KernelConfig(step.Results, Math.Max(groupSize, 1));
        switch (step.Grouped, step.IsLast)
        {
            case (false, false):
                device.Run(ReductionKernels.ItemChunks<TMap, TReduction, float, PortableMath>, step.Results,
                    x, y, step.Axis, step.Inner, step.Chunk, step.Chunks, map, default(TReduction));
                break;
            case (false, true):
                device.Run(ReductionKernels.ItemAxis<TMap, TReduction, float, PortableMath>, step.Results,
                    x, y, step.Axis, step.Inner, (float)count, map, default(TReduction));
                break;
            case (true, false) when groupSize == RowByItem:
                device.RunGrouped(ReductionKernels.RowChunks<TMap, TReduction, float, PortableMath>, config,
                    x, y, step.Axis, step.Chunk, step.Chunks, map, default(TReduction));
                break;
            case (true, true) when groupSize == RowByItem:
                device.RunGrouped(ReductionKernels.RowAxis<TMap, TReduction, float, PortableMath>, config,
                    x, y, step.Axis, (float)count, map, default(TReduction));
                break;
            case (true, false):
                device.RunGrouped(ReductionKernels.GroupChunks<TMap, TReduction, float, PortableMath>, config,
                    x, y, step.Axis, step.Chunk, step.Chunks, map, default(TReduction));
                break;
            case (true, true):
                device.RunGrouped(ReductionKernels.GroupAxis<TMap, TReduction, float, PortableMath>, config,
                    x, y, step.Axis, (float)count, map, default(TReduction));
                break;
        }
    }
}
