using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Optimizers;

/// <summary>What optimizers do with parameters that are frozen, infinite or empty, and with gradients that are no numbers.</summary>
public sealed class OptimizerEdgeTests
{
    private static readonly float[] Infinite = [float.PositiveInfinity, float.NegativeInfinity, 2];

    public static TheoryData<string> Names => [.. OptimizerCatalogue.All.Select(entry => entry.Name)];

    /// <summary>All but those that take norms of their parameters, or go from one point towards another: from infinity to infinity.</summary>
    public static TheoryData<string> NamesOfElementwise =>
        [.. OptimizerCatalogue.All.Select(entry => entry.Name).Except(["lars", "lamb", "muon", "schedule_free_adamw"])];

    [Theory]
    [MemberData(nameof(NamesOfElementwise))]
    public void Without_decay_an_infinite_weight_stays_infinite(string name)
    {
        var p = Parameter([1, 3], Infinite);
        var optimizer = OptimizerCatalogue.Create(name, [p], learningRate: 0.01, weightDecay: name == "rprop" ? null : 0);
        for (int t = 0; t < 2; t++)
            Step(optimizer, () => (p * Tensor.From<float>([1f, -2f, 0.5f], Device.Cpu)).Sum());

        float[] moved = p.ToArray();
        Assert.Equal(Infinite[..2], moved[..2]);
        Assert.InRange(moved[2], 1.5f, 1.99999f);
    }

    /// <summary>Resilient propagation takes the gradient's sign, which is 0 then, as torch's.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_gradient_that_is_no_number_shows_in_the_weight(string name)
    {
        var p = Parameter([1, 2], [1, 2]);
        var optimizer = OptimizerCatalogue.Create(name, [p], learningRate: 0.01);
        Step(optimizer, () => (p * Tensor.From<float>([float.NaN, 1f], Device.Cpu)).Sum());
        Assert.Equal(name == "rprop" ? 1 : float.NaN, p.ToArray()[0]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_frozen_parameter_and_its_states_stay_as_they_are_until_it_is_none(string name)
    {
        var (p, q) = (Parameter([2, 3], [1, 2, -3, 4, 5, -6]), Parameter([2, 2], [1, -2, 3, 4]));
        var optimizer = OptimizerCatalogue.Create(name, [p, q], learningRate: 0.01);
        optimizer.Groups[0].Constraints = [new ProximalL1(0.1)];
        for (int t = 0; t < 3; t++)
            Step(optimizer, () => p.Square().Sum() + q.Square().Sum());
        float[] before = q.ToArray(), others = p.ToArray();
        double[][] states = [.. States(optimizer)];
        q.RequiresGrad = false;
        for (int t = 0; t < 3; t++)
            Step(optimizer, () => p.Square().Sum() + q.Square().Sum());
        Assert.Equal(before, q.ToArray());
        Assert.DoesNotContain(true, p.ToArray().Zip(others, (now, then) => now == then));
        // Those of q lie behind those of p, which take one block.
        Assert.Equal(states.Select(state => state[32..]), States(optimizer).Select(state => state[32..]));

        q.RequiresGrad = true;
        Step(optimizer, () => p.Square().Sum() + q.Square().Sum());
        Assert.DoesNotContain(true, q.ToArray().Zip(before, (now, then) => now == then));
    }

    [Fact]
    public void Another_parameter_may_be_frozen_in_the_place_of_one()
    {
        var (p, q) = (Parameter([2, 3], [1, 2, -3, 4, 5, -6]), Parameter([2, 2], [1, -2, 3, 4]));
        var optimizer = new Adam([p, q], learningRate: 0.01);
        foreach (var (frozen, moving) in new[] { (p, q), (q, p), (p, q) })
        {
            (frozen.RequiresGrad, moving.RequiresGrad) = (false, true);
            float[] before = frozen.ToArray(), others = moving.ToArray();
            Step(optimizer, () => p.Square().Sum() + q.Square().Sum());
            Assert.Equal(before, frozen.ToArray());
            Assert.DoesNotContain(true, moving.ToArray().Zip(others, (now, then) => now == then));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_prepared_step_leaves_frozen_parameters_alone(string name)
    {
        var (p, q) = (Parameter([2, 3], [1, 2, -3, 4, 5, -6]), Parameter([2, 2], [1, -2, 3, 4]));
        var optimizer = OptimizerCatalogue.Create(name, [p, q], learningRate: 0.01);
        q.RequiresGrad = false;
        using var step = PreparedStep.Record(Device.Cpu, () => Step(optimizer, () => p.Square().Sum()));
        float[] recorded = p.ToArray();
        step.Run();
        Assert.Equal([1f, -2, 3, 4], q.ToArray());
        Assert.NotEqual(recorded, p.ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Parameters_without_elements_are_no_trouble(string name)
    {
        var (empty, p, alone) = (Parameter([0, 3], []), Parameter([1, 1], [2]), Parameter([1, 1], [2]));
        var optimizer = OptimizerCatalogue.Create(name, [empty, p, Parameter([4, 0], [])], learningRate: 0.01);
        var other = OptimizerCatalogue.Create(name, [alone], learningRate: 0.01);
        for (int t = 0; t < 3; t++)
        {
            Step(optimizer, () => p.Square().Sum());
            Step(other, () => alone.Square().Sum());
        }

        Assert.InRange(p.Item(), 1.5f, 1.99999f);
        Parity.AssertSameBits(alone.ToArray(), p.ToArray());
        OptimizerCatalogue.Create(name, [Parameter([0, 3], [])], learningRate: 0.01).Step();
    }

    private static IEnumerable<double[]> States(Optimizer optimizer) =>
        optimizer.Groups[0].Updater.States.Select(state => state.ToArray().Select(value => (double)value).ToArray());

    private static void Step(Optimizer optimizer, Func<Tensor> loss)
    {
        using var scope = Tape.Scope();
        optimizer.ZeroGrad();
        loss().Backward();
        optimizer.Step();
    }

    private static Tensor Parameter(int[] extents, float[] values)
    {
        var parameter = Tensor.From<float>(values, Shape.Create(extents), Device.Cpu).Keep();
        parameter.RequiresGrad = true;
        return parameter;
    }
}
