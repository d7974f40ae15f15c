using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Operations;

/// <summary>Sparsemax against its closed form by sorting, and what defines it.</summary>
public class SparsemaxTests
{
    [Theory, EveryDevice]
    public void It_is_the_closed_form_of_the_paper(string id)
    {
        var device = Device.Parse(id);
        foreach (var (rows, columns) in ((int, int)[])[(1, 1), (7, 3), (40, 10), (3, 300)])
        {
            var x = Samples.Uniform(rows * columns, seed: columns);
            using var scope = Tape.Scope();
            var y = Tensor.From<float>(x, [rows, columns], device).Sparsemax().ToArray();
            var expected = x.Chunk(columns).SelectMany(row => BySorting(Samples.Widen(row))).ToArray();
            Near.AssertWithin(1e-5, 1e-6, expected, y);
            Assert.All(y.Chunk(columns), row => Assert.Equal(1, row.Sum(v => (double)v), 1e-5));
        }
    }

    [Fact]
    public void One_that_leads_by_1_takes_all_and_equal_ones_share()
    {
        using var scope = Tape.Scope();
        Assert.Equal([0f, 1f, 0f], Tensor.From<float>([3f, 5f, 4f], [1, 3], Device.Cpu).Sparsemax().ToArray());
        Assert.Equal([0.5f, 0.5f], Tensor.From<float>([1e30f, 1e30f], [1, 2], Device.Cpu).Sparsemax().ToArray());
        Assert.All(Tensor.From<float>([1f, float.NaN], [1, 2], Device.Cpu).Sparsemax().ToArray(), v => Assert.True(float.IsNaN(v)));
    }

    [Theory, EveryDevice]
    public void Gradients_agree_with_central_differences(string id) => Gradients.AssertRight(
        Device.Parse(id), [Samples.UniformDoubles(12, seed: 4), Samples.UniformDoubles(12, seed: 5)], [[3, 4], [3, 4]],
        x => x[0].Sparsemax() * x[1], "sparsemax");

    [Fact]
    public void Devices_give_the_same_bits() => Parity.AssertOnAllDevices(device =>
    {
        using var scope = Tape.Scope();
        var x = Tensor.From<float>(Samples.Uniform(400, seed: 6), [20, 20], device);
        x.RequiresGrad = true;
        var y = x.Sparsemax();
        y.Backward(Tensor.From<float>(Samples.Uniform(400, seed: 7), [20, 20], device));
        return [.. y.ToArray(), .. x.Grad!.ToArray()];
    });

    /// <summary>tau from the largest k for which 1 + k z(k) exceeds the sum of the k largest (Martins and Astudillo 2016).</summary>
    private static double[] BySorting(double[] row)
    {
        var sorted = row.OrderDescending().ToArray();
        var tau = 0.0;
        for (var k = 1; k <= sorted.Length; k++)
        {
            var sum = sorted.Take(k).Sum();
            if (1 + k * sorted[k - 1] > sum)
                tau = (sum - 1) / k;
        }

        return Array.ConvertAll(row, x => Math.Max(x - tau, 0));
    }
}
