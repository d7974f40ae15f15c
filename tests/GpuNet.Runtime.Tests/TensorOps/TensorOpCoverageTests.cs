namespace GpuNet.Runtime.Tests.TensorOps;

/// <summary>That the stored calls are enough: each op of the catalogue has its 200, with every kind of edge among the inputs.</summary>
public class TensorOpCoverageTests
{
    private const int LeastCalls = 200;

    /// <summary>Ops whose numbers are not torch's; GeneratorTests have them.</summary>
    private static readonly string[] Random = ["uniform", "normal", "bernoulli", "random_integers", "permutation"];

    private static readonly Dictionary<string, Func<double, bool>> Edges = new()
    {
        ["0"] = x => x == 0 && !double.IsNegative(x),
        ["-0"] = x => x == 0 && double.IsNegative(x),
        ["infinity"] = double.IsPositiveInfinity,
        ["-infinity"] = double.IsNegativeInfinity,
        ["NaN"] = double.IsNaN,
        ["a denormal"] = x => float.IsSubnormal((float)x),
        ["a large number"] = x => double.IsFinite(x) && x > 1e38,
        ["a large negative number"] = x => double.IsFinite(x) && x < -1e38,
    };

    internal static IEnumerable<TensorOpEntry> Compared =>
        GpuNet.TensorOps.All.Where(op => !Random.Contains(op.Info.Name));

    public static TheoryData<string> Ops => [.. Compared.Select(op => op.Info.Name)];

    [Fact]
    public void Every_op_has_stored_calls_and_a_way_to_make_them()
    {
        var names = Compared.Select(op => op.Info.Name).Order().ToList();
        Assert.Equal(names, TorchCalls.Ops.Order());
        Assert.Equal(names, TensorOpCalls.Names.Order());
    }

    [Theory, MemberData(nameof(Ops))]
    public void An_op_has_200_calls_and_every_edge_among_its_inputs(string op)
    {
        var calls = TorchCalls.Of(op);
        Assert.True(calls.Count >= LeastCalls, $"{op} has {calls.Count} calls");
        Assert.True(calls.Select(call => call.Line.GetRawText()).Distinct().Count() >= LeastCalls / 8, $"{op}: always the same");
        if (!calls.Any(call => call.Floats.Length > 0)) return;
        foreach (var (edge, isEdge) in Edges)
            Assert.True(calls.Count(call => call.Floats.Any(input => input.Any(isEdge))) >= 5, $"{op}: {edge} is missing");
        var counts = calls.SelectMany(call => call.InputShapes).Select(shape => shape.Aggregate(1, (a, b) => a * b)).ToHashSet();
        Assert.True(counts.Contains(0) && counts.Contains(1), $"{op}: none of no elements, or of one");
    }

    /// <summary>Of what an op says about its gradients, torch says the same.</summary>
    [Theory, MemberData(nameof(Ops))]
    public void An_op_has_the_derivatives_that_it_declares(string op)
    {
        var info = Compared.Single(entry => entry.Info.Name == op).Info;
        var calls = TorchCalls.Of(op);
        var withGradients = calls.Where(call => call.Gradients.Any(gradient => gradient.Length > 0)).ToList();
        if (!info.IsDifferentiable)
        {
            Assert.Empty(withGradients);
            Assert.False(info.HasSecondDerivatives);
            return;
        }
        Assert.True(withGradients.Count >= LeastCalls / 2, $"{op}: {withGradients.Count} gradients");
        var numbers = withGradients.SelectMany(call => call.Second.Skip(1)).SelectMany(gradient => gradient).Where(double.IsFinite).ToList();
        Assert.True(numbers.Count >= LeastCalls);
        Assert.Equal(info.HasSecondDerivatives, numbers.Any(x => x != 0));
    }
}
