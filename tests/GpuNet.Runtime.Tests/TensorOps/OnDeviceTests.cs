using GpuNet.Operations;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.TensorOps;

/// <summary>
/// Ranges, permutations, places of masks and the first few of many, made on the device; and the ways to sum by index and up to each
/// that devices have of their own, which give the same bits.
/// </summary>
public class OnDeviceTests
{
    [Theory, EveryDevice]
    public void Ranges_are_computed_in_double_precision_and_rounded_once(string id)
    {
        using var scope = Tape.Scope();
        var device = Device.Parse(id);
        const int n = 1001;
        const double start = -3.7, step = 0.37, end = start + n * step - 0.1;
        double[] range = [.. Enumerable.Range(0, n).Select(i => start + i * step)];
        Assert.Equal(range, Tensor.Arange(start, end, step, DType.Float64, device).ToArray<double>());
        Assert.Equal(range.Select(v => (float)v), Tensor.Arange(start, end, step, device: device).ToArray());
        Assert.Equal(range.Select(v => (int)v), Tensor.Arange(start, end, step, DType.Int32, device).ToArray<int>());
        Assert.Equal(range.Select(v => (long)v), Tensor.Arange(start, end, step, DType.Int64, device).ToArray<long>());
        Assert.Equal([0f, 1, 2], Tensor.Arange(3, DType.BFloat16, device).To(DType.Float32).ToArray());
        Assert.Empty(Tensor.Arange(0, device: device).ToArray());

        // torch counts the first half up and the rest down; one alone is the start.
        foreach (var count in new[] { 1, 2, 7, 10, 1000 })
        {
            var between = count > 1 ? (2.3 - start) / (count - 1) : 0;
            double[] line = [.. Enumerable.Range(0, count).Select(
                i => i < Math.Max(count / 2, 1) ? start + i * between : 2.3 - (count - 1 - i) * between)];
            Assert.Equal(line, Tensor.Linspace(start, 2.3, count, DType.Float64, device).ToArray<double>());
            Assert.Equal(line.Select(v => (float)v), Tensor.Linspace(start, 2.3, count, device: device).ToArray());
        }
    }

    [Theory, EveryDevice]
    public void Many_are_permuted_as_well_as_few(string id)
    {
        using var scope = Tape.Scope();
        var device = Device.Parse(id);
        foreach (var count in new[] { Permutations.MostSorted, Permutations.MostSorted + 1, 8192, 10_000 })
        {
            var order = new Generator(4).Permutation(count, device).ToArray<int>();
            Assert.Equal(Enumerable.Range(0, count), order.Order());
            Assert.Equal(order, new Generator(4).Permutation(count, Device.Cpu).ToArray<int>());
            Assert.NotEqual(order, new Generator(5).Permutation(count, device).ToArray<int>());
        }
    }

    [Fact]
    public void Places_of_a_permutation_of_many_are_spread_evenly()
    {
        using var scope = Tape.Scope();
        const int count = 20_000, cells = 20, draws = 50;
        var generator = new Generator(seed: 11);
        var (places, steps) = (new double[cells, cells], new double[cells]);
        for (var draw = 0; draw < draws; draw++)
        {
            var order = generator.Permutation(count, Device.Cpu).ToArray<int>();
            for (var i = 0; i < count; i++)
            {
                places[i / (count / cells), order[i] / (count / cells)]++;
                // How far the next number is, seen as a circle: all distances are equally likely.
                steps[(order[(i + 1) % count] - order[i] + count) % count / (count / cells)]++;
            }
        }
        // Chi-square of 19 x 19 and of 19 degrees of freedom: mean k, variance 2k.
        var expected = (double)count * draws / (cells * cells);
        AssertLikely(361, places.Cast<double>().Sum(seen => (seen - expected) * (seen - expected) / expected));
        expected *= cells;
        AssertLikely(19, steps.Sum(seen => (seen - expected) * (seen - expected) / expected));

        static void AssertLikely(double freedom, double square) =>
            Assert.InRange(square, freedom - 5 * Math.Sqrt(2 * freedom), freedom + 5 * Math.Sqrt(2 * freedom));
    }

    [Theory, EveryDevice]
    public void Masks_are_followed_through_many_chunks(string id)
    {
        using var scope = Tape.Scope();
        var device = Device.Parse(id);
        float[] values = Samples.Uniform(10_000, seed: 3);
        var x = Tensor.From<float>(values, [100, 100], device);
        Assert.Equal(values.Where(v => v > 0.3f), x.MaskedSelect(x > 0.3f).ToArray());
        Assert.Equal(values, x.MaskedSelect(x > -9).ToArray());
        Assert.Empty(x.MaskedSelect(x > 9).ToArray());
        Assert.Empty(Tensor.Zeros([0, 3], device: device).MaskedSelect(Tensor.Zeros([0, 3], device: device)).ToArray());
    }

    [Theory, EveryDevice]
    public void The_first_few_of_many_are_those_of_all_in_order(string id)
    {
        using var scope = Tape.Scope();
        var device = Device.Parse(id);
        foreach (var (rows, columns, count) in new[] { (3, 1000, 5), (1, 20_011, 3), (2, 777, 40), (4, 100, 1), (1, 5000, 300), (40, 100, 7), (33, 40, 16), (20, 5, 5), (50, 1000, 3) })
        {
            // Few numbers, so that many are equal, and NaN and infinities among them.
            float[] values = [.. Samples.Uniform(rows * columns, seed: columns).Select((v, i) =>
                i % 97 == 0 ? float.NaN : i % 101 == 0 ? float.PositiveInfinity : i % 89 == 0 ? float.NegativeInfinity : MathF.Round(v * 20))];
            foreach (var x in new[] { Tensor.From<float>(values, [rows, columns], device), Tensor.From<float>(values, [rows, columns], device).To(DType.Float64) })
            {
                foreach (var largest in new[] { true, false })
                {
                    var (sorted, order) = x.Sort(1, descending: largest);
                    var (few, indices) = x.TopK(count, 1, largest);
                    Assert.Equal(order.Slice(1, ..count).ToArray<int>(), indices.ToArray<int>());
                    Assert.Equal(sorted.Slice(1, ..count).To(DType.Float32).ToArray(), few.To(DType.Float32).ToArray());
                }
            }
        }
    }

    [Theory, EveryDevice]
    public void Sums_by_index_have_the_same_bits_sorted_and_walked(string id)
    {
        using var scope = Tape.Scope();
        var device = Device.Parse(id);
        foreach (var (outer, axis, inner, count) in new[] { (1, 50, 1, 3000), (3, 17, 5, 40), (2, 9, 33, 100) })
        {
            var x = Tensor.From<float>(Samples.Uniform(outer * count * inner, seed: 7), [outer, count, inner], device);
            foreach (var areShared in new[] { false, true })
            {
                var indices = new Generator(3).Integers(areShared ? [count] : [outer, count, inner], 0, axis, device: device);
                var split = new AxisSplit(outer, axis, inner);
                var walked = Tensor.Zeros([outer, axis, inner], device: device);
                OwnedIndices.Sum(x, indices, walked, split, areShared, IndexSite.Trusted);
                var sorted = Tensor.Zeros([outer, axis, inner], device: device);
                var lines = areShared ? new AxisSplit(1, count, 1) : new AxisSplit(outer, count, inner);
                using (var segments = new IndexSegments(indices, lines, axis, IndexSite.Trusted)) segments.Sum(x, sorted, inner);
                Assert.Equal(sorted.ToArray().Select(BitConverter.SingleToInt32Bits), walked.ToArray().Select(BitConverter.SingleToInt32Bits));
                Assert.Contains(walked.ToArray(), value => value != 0);
            }
        }
    }

    [Fact]
    public void Sums_up_to_each_have_the_same_bits_in_one_pass_and_by_chunks()
    {
        // Totals of chunks of totals begin behind 272^2.
        float[] line = Samples.Uniform(2 * 272 * 272 + 1000, seed: 9), columns = Samples.Uniform(800 * 20, seed: 10);
        double sum = 0;
        double[] exact = [.. line.Select(v => sum += v)];
        Parity.AssertOnAllDevices(device =>
        {
            using var scope = Tape.Scope();
            var x = Tensor.From<float>(line, device);
            x.RequiresGrad = true;
            var y = x.CumulativeSum(0);
            Near.AssertWithin(1e-6, 1e-2, exact, [.. y.ToArray().Select(v => (double)v)]);
            (y * x.Detach()).Sum().Backward();
            return [.. y.ToArray(), .. x.Grad!.ToArray(), .. Tensor.From<float>(columns, [800, 20], device).CumulativeSum(0).ToArray()];
        });
    }
}
