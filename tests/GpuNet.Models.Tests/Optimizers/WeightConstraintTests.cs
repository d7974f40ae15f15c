using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Optimizers;

public sealed class WeightConstraintTests
{
    private const int Rows = 6;
    private const int Columns = 300;
    private static readonly float[] Weights = [.. Samples.Uniform((Rows - 1) * Columns, seed: 1, low: -0.3, high: 0.3), .. new float[Columns]];

    [Fact]
    public void Rows_are_scaled_down_to_a_largest_norm() =>
        AssertConstrained(new MaxNorm(2.5), norm => norm > 2.5 ? 2.5 / norm : 1);

    [Fact]
    public void Rows_are_scaled_to_norm_1_except_zeros() =>
        AssertConstrained(new UnitNorm(), norm => norm > 0 ? 1 / norm : 1);

    [Fact]
    public void Negative_weights_become_0()
    {
        float[] actual = Constrained(new NonNegative(), Device.Cpu, out float[] bias);
        Assert.Equal(Weights.Select(weight => Math.Max(weight, 0)), actual);
        Assert.Equal([-1f, 2f], bias);
        Parity.AssertOnAllDevices(device => Constrained(new NonNegative(), device, out _));
    }

    [Fact]
    public void Weights_near_0_become_0_and_others_come_nearer_by_rate_times_strength()
    {
        // The learning rate is 1.
        Parity.AssertOnAllDevices(device =>
        {
            float[] actual = Constrained(new ProximalL1(0.125), device, out float[] bias);
            Assert.Equal(Weights.Select(weight => Math.Abs(weight) <= 0.125f ? 0 : weight - 0.125f * Math.Sign(weight)), actual);
            Assert.Equal([-1f, 2f], bias);
            return actual;
        });
    }

    [Fact]
    public void Proximal_steps_find_the_lassos_minimum()
    {
        // Orthogonal inputs: the minimum of |w - c|^2 / 2 + strength |w| is c shrunk by the strength.
        float[] centers = [2, -0.3f, 0.05f, -1];
        var (weight, center) = (Tensor.Zeros([1, 4], device: Device.Cpu), Tensor.From<float>(centers, [1, 4], Device.Cpu));
        weight.RequiresGrad = true;
        var optimizer = new Sgd([weight], learningRate: 0.25);
        optimizer.Groups[0].Constraints = [new ProximalL1(0.25)];
        for (int step = 0; step < 100; step++)
        {
            using var scope = Tape.Scope();
            optimizer.ZeroGrad();
            ((weight - center).Square().Sum() * 0.5f).Backward();
            optimizer.Step();
        }

        Near.AssertWithin(1e-6, 0, [1.75, -0.05, 0, -0.75], weight.ToArray());
        Assert.Equal(0, weight.ToArray()[2]);
    }

    [Fact]
    public void Every_constraint_is_tested_and_bad_limits_are_named()
    {
        Assert.Equal(["max_norm", "non_negative", "proximal_l1", "unit_norm"], CatalogueEntry.Of(typeof(WeightConstraint)).Select(entry => entry.Name));
        Assert.Equal("limit", Assert.Throws<ArgumentOutOfRangeException>(() => new MaxNorm(0)).ParamName);
    }

    private static void AssertConstrained(WeightConstraint constraint, Func<double, double> factorOf)
    {
        double[] expected = [.. Weights.Chunk(Columns).SelectMany(row =>
        {
            double factor = factorOf(Math.Sqrt(row.Sum(weight => (double)weight * weight)));
            return row.Select(weight => factor * weight);
        })];
        Parity.AssertOnAllDevices(device =>
        {
            float[] actual = Constrained(constraint, device, out float[] bias);
            Near.AssertWithin(1e-6, 0, expected, actual);
            Assert.Equal([-1f, 2f], bias);
            return actual;
        });
    }

    /// <summary>The weights after a step that leaves them where they are but for the constraint; a bias is beside them.</summary>
    private static float[] Constrained(WeightConstraint constraint, Device device, out float[] biasAfter)
    {
        var bias = Tensor.From<float>([-1, 2], device);
        var weight = Tensor.From<float>(Weights, [Rows, Columns], device);
        bias.RequiresGrad = weight.RequiresGrad = true;
        var optimizer = new Sgd([bias, weight], learningRate: 1);
        optimizer.Groups[0].Constraints = [constraint];
        optimizer.ZeroGrad();
        optimizer.Step();
        biasAfter = bias.ToArray();
        return weight.ToArray();
    }
}
