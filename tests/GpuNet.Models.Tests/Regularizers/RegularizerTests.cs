using GpuNet.Models.Persistence;
using GpuNet.Models.Tests.Optimizers;
using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Regularizers;

/// <summary>Penalties and their gradients as PyTorch computes them: make_regularization.py made the file.</summary>
public sealed class RegularizerTests
{
    private static readonly Dictionary<string, Func<Regularizer>> Cases = new()
    {
        ["l1"] = () => new L1Regularizer(0.3),
        ["l2"] = () => new L2Regularizer(0.3),
        ["elastic_net"] = () => new ElasticNetRegularizer(0.3, ratio: 0.4),
        ["group_lasso"] = () => new GroupLassoRegularizer(0.3),
        ["group_lasso_by_input"] = () => new GroupLassoRegularizer(0.3, byInput: true),
        ["orthogonal"] = () => new OrthogonalRegularizer(0.3),
    };

    private static readonly string Fixture =
        Path.Combine(AppContext.BaseDirectory, "Regularizers", "Fixtures", "regularization.safetensors");

    public static TheoryData<string, string> CasesAndShapes =>
        new(Cases.Keys.SelectMany(name => new[] { (name, "wide"), (name, "tall") }));

    [Theory]
    [MemberData(nameof(CasesAndShapes))]
    public void Penalty_and_gradient_are_torchs(string name, string shape)
    {
        using var file = SafetensorsFile.Open(Fixture);
        double[] expected = [.. OptimizerProblem.ReadDoubles(file, $"{name}_{shape}"), .. OptimizerProblem.ReadDoubles(file, $"{name}_{shape}_gradient")];
        float[] weights = Array.ConvertAll(OptimizerProblem.ReadDoubles(file, shape), value => (float)value);

        Parity.AssertOnAllDevices(device =>
        {
            using var scope = Tape.Scope();
            var weight = Tensor.From<float>(weights, shape == "wide" ? [5, 9] : [9, 5], device);
            weight.RequiresGrad = true;
            var penalty = Cases[name]().Penalty(new Holder(weight));
            penalty.Backward();
            float[] actual = [(float)penalty.Item(), .. weight.Grad!.ToArray()];
            Near.AssertWithin(relative: 1e-5, absolute: 2e-6, expected, actual);
            return actual;
        });
    }

    [Fact]
    public void Every_regularizer_has_a_reference()
    {
        var tested = Cases.Values.Select(create => create().GetType()).ToHashSet();
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

    /// <summary>A model of one weight.</summary>
    private sealed class Holder : Module
    {
        public Holder(Tensor weight) => AddParameter("weight", weight);

        protected override Tensor Compute(Tensor input) => input;
    }
}
