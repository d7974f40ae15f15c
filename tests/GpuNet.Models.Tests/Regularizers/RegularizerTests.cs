using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Regularizers;

/// <summary>
/// Penalties and their gradients of two orders as PyTorch computes them (make_regularization.py), at ordinary numbers and at every kind
/// of edge; against central differences; with NaN where backward does not look; and in single precision, to the same bits, on every device.
/// </summary>
public sealed class RegularizerTests
{
    private static readonly Dictionary<string, Func<Tensor, Regularizer>> Cases = new()
    {
        ["l1"] = w => new L1Regularizer(0.3) { Parameters = [w] },
        ["l2"] = w => new L2Regularizer(0.3) { Parameters = [w] },
        ["elastic_net"] = w => new ElasticNetRegularizer(0.3, ratio: 0.4) { Parameters = [w] },
        ["group_lasso"] = w => new GroupLassoRegularizer(0.3) { Parameters = [w] },
        ["group_lasso_by_input"] = w => new GroupLassoRegularizer(0.3, byInput: true) { Parameters = [w] },
        ["orthogonal"] = w => new OrthogonalRegularizer(0.3) { Parameters = [w] },
    };

    public static TheoryData<string, string, string> Everything => new(
        from name in Cases.Keys from set in TorchRegularization.Sets from shape in TorchRegularization.Shapes select (name, set, shape));

    public static TheoryData<string, string> CasesAndShapes =>
        new(from name in Cases.Keys from shape in TorchRegularization.Shapes select (name, shape));

    [Theory, MemberData(nameof(Everything))]
    public void Penalty_and_gradients_of_two_orders_are_torchs(string name, string set, string shape)
    {
        using var scope = Tape.Scope();
        var key = $"{set}.{shape}.{name}";
        var weight = TorchRegularization.Matrix(set, shape, DType.Float64, Device.Cpu);
        var penalty = Penalty(name, weight);
        TorchRegularization.AssertNear(key, penalty.ToArray<double>());
        var first = Gradient.Of(penalty, [weight], createGraph: true)[0];
        TorchRegularization.AssertNear($"{key}.d", first.ToArray<double>());
        if (set == "infinite") return; // has no slopes to speak of
        var sum = (first * NumberArchive.Weights(first)).Sum();
        var second = sum.RequiresGrad ? Gradient.Of(sum, [weight])[0] : Tensor.ZerosLike(weight);
        // A group of zeros is a kink, where torch's second derivative is NaN, and 0 here.
        var torch = TorchRegularization.Stored[$"{key}.dd"];
        TorchRegularization.AssertNear(
            $"{key}.dd", [.. second.ToArray<double>().Select((d, i) => d == 0 && name.StartsWith("group", StringComparison.Ordinal) && double.IsNaN(torch[i]) ? torch[i] : d)], 1e-12);
    }

    [Theory, MemberData(nameof(CasesAndShapes))]
    public void Singles_are_near_and_have_the_same_bits_on_every_device(string name, string shape) => Parity.AssertOnAllDevices(device =>
    {
        using var scope = Tape.Scope();
        var weight = TorchRegularization.Matrix("ordinary", shape, DType.Float32, device);
        var penalty = Penalty(name, weight);
        penalty.Backward();
        TorchRegularization.AssertNear($"ordinary.{shape}.{name}", [penalty.Item()], 1e-5);
        TorchRegularization.AssertNear($"ordinary.{shape}.{name}.d", Samples.Widen(weight.Grad!.ToArray()), 1e-5);
        return [(float)penalty.Item(), .. weight.Grad!.ToArray()];
    });

    [Theory, MemberData(nameof(CasesAndShapes))]
    public void Gradients_of_two_orders_agree_with_central_differences(string name, string shape)
    {
        using var scope = Tape.Scope();
        // The first rows have no kinks.
        var weight = TorchRegularization.Matrix("ordinary", shape, DType.Float64, Device.Cpu).Detach()[..3].Clone();
        weight.RequiresGrad = true;
        var worst = GradientCheck.Compare(x => Penalty(name, x[0]), [weight]);
        Assert.True(worst.Error <= 1e-7, $"{name}: {worst}");
        worst = GradientCheck.CompareSecond(x => Penalty(name, x[0]), [weight]);
        Assert.True(worst.Error <= 1e-6, $"{name}, second order: {worst}");
    }

    [Theory, MemberData(nameof(CasesAndShapes))]
    public void What_backward_does_not_need_may_become_nan(string name, string shape) => Poison.AssertHarmless(
        () => [TorchRegularization.Matrix("ordinary", shape, DType.Float64, Device.Cpu)], x => Penalty(name, x[0]));

    [Fact]
    public void A_penalty_is_compared_at_200_numbers_and_every_edge()
    {
        double[] numbers = [.. from set in TorchRegularization.Sets from shape in TorchRegularization.Shapes
                               from number in TorchRegularization.Stored[$"{set}.{shape}"] select number];
        double[] edges = [0, -0.0, 1e-45f, -1e-45f, 3e38f, -3e38f, double.PositiveInfinity, double.NegativeInfinity, double.NaN];
        Assert.True(numbers.Length >= 200);
        Assert.All(edges, edge => Assert.Contains(edge, numbers));
    }

    [Fact]
    public void Every_regularizer_has_a_reference()
    {
        var tested = Cases.Values.Select(create => create(Tensor.Zeros([1, 1])).GetType()).ToHashSet();
        Assert.All(typeof(Regularizer).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Regularizer))), type => Assert.Contains(type, tested));
    }

    [Fact]
    public void A_penalty_concerns_the_group_it_is_given()
    {
        var generator = new Generator(seed: 1);
        var model = new Sequential(new Linear(3, 2, generator, device: Device.Cpu), new Linear(2, 4, generator, device: Device.Cpu));
        var optimizer = new Sgd([.. model.Parameters.Take(2)], learningRate: 0.1);
        var group = optimizer.AddGroup(model.Parameters.Skip(2));

        var all = new L1Regularizer(1).Penalty(model);
        var weights = model.Parameters.Where(parameter => parameter.Rank == 2);
        Assert.Equal(weights.Sum(weight => weight.ToArray().Sum(value => Math.Abs((double)value))), all.Item(), 1e-4);
        var some = new L1Regularizer(1) { Parameters = group.Parameters }.Penalty(model);
        Assert.Equal(group.Parameters.Sum(p => p.ToArray().Sum(value => Math.Abs((double)value))), some.Item(), 1e-4);
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        Assert.Equal("strength", Assert.Throws<ArgumentOutOfRangeException>(() => new GroupLassoRegularizer(-1)).ParamName);
        Assert.Equal("ratio", Assert.Throws<ArgumentOutOfRangeException>(() => new ElasticNetRegularizer(1, 1.5)).ParamName);
    }

    private static Tensor Penalty(string name, Tensor weight) => Cases[name](weight).Penalty(new Flatten());
}
