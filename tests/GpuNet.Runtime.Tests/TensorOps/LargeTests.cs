using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.TensorOps;

/// <summary>Sizes at which work is cut: many groups, several levels of merging and of sums, packed products.</summary>
public class LargeTests
{
    [Theory, EveryDevice]
    public void Sorting_is_stable_through_all_merges(string id)
    {
        using var scope = Tape.Scope();
        float[] values = [.. Samples.Uniform(2 * 5003, seed: 1, -50, 50).Select(MathF.Floor)];
        var sorted = Tensor.From<float>(values, [2, 5003], Device.Parse(id)).Sort();
        for (var line = 0; line < 2; line++)
        {
            var part = values[(line * 5003)..((line + 1) * 5003)];
            int[] expected = [.. Enumerable.Range(0, 5003).OrderBy(i => part[i])]; // stable
            Assert.Equal(expected, sorted.Indices[line].ToArray<int>());
            Assert.Equal(expected.Select(i => part[i]), sorted.Values[line].ToArray());
        }
    }

    [Theory, EveryDevice]
    public void The_largest_few_are_the_first_of_all_in_order(string id)
    {
        using var scope = Tape.Scope();
        var x = Tensor.From<float>(Samples.Uniform(3 * 2000, seed: 2), [3, 2000], Device.Parse(id));
        foreach (var count in (int[])[1, 5, 64, 65, 700, 2000])
        {
            var (values, indices) = x.TopK(count);
            var all = x.Sort(descending: true);
            Assert.Equal(all.Indices[.., ..count].ToArray<int>(), indices.ToArray<int>());
            Assert.Equal(all.Values[.., ..count].ToArray(), values.ToArray());
        }
    }

    [Theory, EveryDevice]
    public void The_index_of_the_largest_of_many_is_that_of_the_first(string id)
    {
        using var scope = Tape.Scope();
        var values = Samples.Uniform(100_003, seed: 3);
        values[70_000] = values[70_001] = values[99_999] = 3;
        values[12_345] = values[100_002] = -3;
        var x = Tensor.From<float>(values, Device.Parse(id));
        Assert.Equal((70_000.0, 12_345.0), (x.ArgMax().Item(), x.ArgMin().Item()));
        x.RequiresGrad = true;
        x.Max(0).Backward();
        Assert.Equal([70_000], x.Grad!.ToArray().Select((g, i) => g == 0 ? -1 : i).Where(i => i >= 0));
    }

    [Theory, EveryDevice]
    public void Products_of_a_batch_have_the_bits_of_each_by_itself(string id)
    {
        using var scope = Tape.Scope();
        var device = Device.Parse(id);
        // The second is large enough to be packed on processors.
        foreach (var (m, k, n, count) in ((int, int, int, int)[])[(5, 33, 18, 7), (130, 257, 128, 2)])
        {
            if (device.Id == "cpu:debug" && m > 100) continue; // item by item that takes too long
            var a = Tensor.From<float>(Samples.Uniform(count * m * k, seed: 4), [count, m, k], device);
            var b = Tensor.From<float>(Samples.Uniform(count * n * k, seed: 5), [count, n, k], device);
            var all = a.MatMul(b, transposeOther: true);
            for (var i = 0; i < count; i++)
                Parity.AssertSameBits(a[i].MatMul(b[i], transposeOther: true).ToArray(), all[i].ToArray());
        }
    }

    [Theory, EveryDevice]
    public void Operands_may_repeat_along_more_groups_of_dimensions_than_four(string id)
    {
        using var scope = Tape.Scope();
        var device = Device.Parse(id);
        var a = Tensor.From<double>(Samples.UniformDoubles(2 * 2 * 2, seed: 6), [2, 1, 2, 1, 2, 1], device);
        var b = Tensor.From<double>(Samples.UniformDoubles(3 * 3 * 3, seed: 7), [3, 1, 3, 1, 3], device);
        (a.RequiresGrad, b.RequiresGrad) = (true, true);
        var y = a * b;
        Assert.Equal([2, 3, 2, 3, 2, 3], y.Shape.ToArray());
        var (left, right) = (a.ToArray<double>(), b.ToArray<double>());
        double[] expected =
        [
            .. from i in Enumerable.Range(0, 2 * 3 * 2 * 3 * 2 * 3)
               let digits = (I0: i / 108, I1: i / 36 % 3, I2: i / 18 % 2, I3: i / 6 % 3, I4: i / 3 % 2, I5: i % 3)
               select left[(digits.I0 * 2 + digits.I2) * 2 + digits.I4] * right[(digits.I1 * 3 + digits.I3) * 3 + digits.I5],
        ];
        Assert.Equal(expected, y.ToArray<double>());
        y.Sum().Backward();
        Near.AssertWithin(1e-12, 1e-12, [.. left.Select(_ => right.Sum())], a.Grad!.ToArray<double>());
    }

    [Theory, EveryDevice]
    public void Of_several_elements_for_one_place_the_last_is_put_there(string id)
    {
        using var scope = Tape.Scope();
        var device = Device.Parse(id);
        var x = Tensor.Zeros([3], device: device);
        var source = Tensor.From<float>([1, 2, 3, 4], device);
        source.RequiresGrad = true;
        var y = x.Scatter(0, Tensor.From<int>([1, 2, 1, 2], device), source);
        Assert.Equal([0, 3, 4], y.ToArray());
        y.Sum().Backward();
        Assert.Equal([0, 0, 1, 1], source.Grad!.ToArray());
    }

    [Theory, EveryDevice]
    public void Other_types_are_moved_and_ordered_as_well(string id)
    {
        using var scope = Tape.Scope();
        var x = Tensor.From<float>([3, -1, 2, 0, 5, -4], [2, 3], Device.Parse(id));
        foreach (var dtype in Enum.GetValues<DType>())
        {
            var y = x.To(dtype);
            var moved = Functional.Concatenate([y.Transpose(), y.Transpose().Flip(0)[1..]]);
            Assert.Equal(dtype, moved.DType);
            var back = y.To(DType.Float64).ToArray<double>();
            Assert.Equal(
                [back[0], back[3], back[1], back[4], back[2], back[5], back[1], back[4], back[0], back[3]],
                moved.To(DType.Float64).ToArray<double>());
            Assert.Equal(
                [.. back[..3].Order(), .. back[3..].Order()], y.Sort().Values.To(DType.Float64).ToArray<double>());
        }
    }
}
