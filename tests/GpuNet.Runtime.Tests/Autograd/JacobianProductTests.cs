using System.Text.Json;
using GpuNet.Kernels;
using GpuNet.Runtime.Tests.Operations;
using GpuNet.Runtime.Tests.TensorOps;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Autograd;

/// <summary>
/// Products with Jacobians and Hessians of every op that has gradients, against PyTorch's in double precision: elementwise ops
/// by the stored derivatives (torch_ops.py), ops of whole tensors by their stored calls (make_tensor_ops.py), and compositions
/// through products, softmax and normalization by torch.autograd.functional (make_jacobian_products.py).
/// </summary>
public class JacobianProductTests
{
    /// <summary>Inputs before these are edges, at which derivatives jump: <see cref="TorchCalls"/> and the kernels' tests compare there.</summary>
    private const int FirstRandomUnary = 59;
    private const int FirstRandomPair = 225;

    private static readonly Lazy<NumPyArchive> Elementwise = new(
        () => new(Repository.PathOf("tests/GpuNet.Kernels.Tests/Elementwise/torch_ops.npz")));

    private static readonly Lazy<Dictionary<string, Dictionary<string, double[]>>> Compositions = new(
        () => JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, double[]>>>(
            File.ReadAllText(Repository.PathOf("tests/GpuNet.Runtime.Tests/Autograd/Fixtures/jacobian_products.json")))!);

    private static readonly Dictionary<string, Func<Tensor, Tensor>> Functions = new()
    {
        ["matmul_left"] = x => x.MatMul(W),
        ["matmul_right"] = x => Weights([5, 4], 9).MatMul(x),
        ["matmul_of_itself"] = x => x.MatMul(x, transposeOther: true),
        ["batched_matmul"] = x => x.Reshape(2, 2, 6).MatMul(x.Reshape(2, 6, 2)),
        ["linear"] = x => Functional.Linear(x, W.Transpose(), B, new Gelu()),
        ["softmax"] = x => x.Softmax(),
        ["softmax_columns"] = x => x.Softmax(0),
        ["log_softmax"] = x => x.LogSoftmax(),
        ["attention"] = x => (x.MatMul(x, transposeOther: true) / Number(Math.Sqrt(6))).Softmax().MatMul(x),
        ["batch_norm"] = x => Functional.BatchNorm(x, Gamma, Beta, null, null, training: true),
        ["batch_norm_evaluation"] = x => Functional.BatchNorm(x, Gamma, Beta, Beta, Gamma, training: false),
        ["layer_norm"] = x => Functional.LayerNorm(x, [6], Gamma, Beta),
        ["group_norm"] = x => Functional.GroupNorm(x, 2, Gamma, Beta),
        ["cross_entropy"] = x => Functional.CrossEntropy(x, Labels),
        ["mean_squared_error"] = x => Functional.MeanSquaredError(x, Weights([4, 6])),
        ["bce_with_logits"] = x => Functional.BinaryCrossEntropyWithLogits(x, Weights([4, 6]) / 2),
        ["glu"] = x => x.Glu(),
        ["perceptron"] = x => Perceptron(x, W),
        ["perceptron_weights"] = x => Perceptron(Weights([4, 6]), x.Reshape(6, 4).Slice(1, ..3)),
        ["perceptron_loss"] = x => Functional.CrossEntropy(Perceptron(x, W), Labels),
        ["statistics"] = x => Functional.Stack([x.Variance(1), x.StandardDeviation(1), x.Norm(2, 1), x.LogSumExp(1), x.Product(1)]),
        ["order"] = x => (x.Sort(1).Values * x.CumulativeSum(1)).Gather(
            1, Tensor.From<int>([5, 0, 1, 1, 2, 4, 3, 3], [4, 2], Device.Cpu)),
        ["where"] = x => Functional.Where(x > 0, x.Exp(), x * x).Clamp(-0.5f, 2) + x.Maximum(x * x),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    public static TheoryData<string> UnaryNames => [.. OpRegistry.UnaryOps.Select(op => op.Info.Name)];

    public static TheoryData<string> BinaryNames =>
        [.. OpRegistry.BinaryOps.Where(op => op.Info.Category is not (OpCategory.Loss or OpCategory.Gate)).Select(op => op.Info.Name)];

    private static Tensor W => Weights([6, 3], 3) - 1;

    private static Tensor B => Weights([3], 40) - 1;

    private static Tensor Gamma => Weights([6], 20);

    private static Tensor Beta => Weights([6], 30) - 1;

    private static Tensor Labels => Tensor.From<int>([2, 0, 4, 1], Device.Cpu);

    [Fact]
    public void Every_stored_composition_is_written_here() => Assert.Equal(Compositions.Value.Keys.Order(), Functions.Keys.Order());

    [Theory, MemberData(nameof(Names))]
    public void A_composition(string name)
    {
        using var scope = Tape.Scope();
        var (function, torch) = (Functions[name], Compositions.Value[name]);
        var x = (Weights([4, 6], 7) * 15).Sin();
        var v = Weights([4, 6]);
        var y = function(x);
        Near.AssertWithin(1e-12, 1e-13, torch["value"], y.ToArray<double>());
        Near.AssertWithin(1e-11, 1e-12, torch["jvp"], Gradient.JacobianVector(function, x, v).ToArray<double>());
        var weights = Weights(y.Shape);
        Near.AssertWithin(1e-10, 1e-11, torch["hvp"], Gradient.HessianVector(t => (function(t) * weights).Sum(), x, v).ToArray<double>());
    }

    [Theory, MemberData(nameof(UnaryNames))]
    public void A_unary_op(string name)
    {
        using var scope = Tape.Scope();
        var entry = OpRegistry.Unary(name);
        var (inputs, table) = (Elementwise.Value["unary"][0], Elementwise.Value[name]);
        int[] kept = [.. Enumerable.Range(FirstRandomUnary, inputs.Length - FirstRandomUnary).Where(i => table.Take(3).All(row => !double.IsNaN(row[i])))];
        Assert.NotEmpty(kept);
        var x = Of(kept, inputs);
        var v = Weights(x.Shape);
        Tensor Function(Tensor t) => UnaryOps.Map(t, entry);
        AssertNear(Of(kept, table[1]) * v, Gradient.JacobianVector(Function, x, v));
        AssertNear(Of(kept, table[2]) * v, Gradient.HessianVector(t => Function(t).Sum(), x, v));
    }

    [Theory, MemberData(nameof(BinaryNames))]
    public void A_binary_op(string name)
    {
        using var scope = Tape.Scope();
        var entry = OpRegistry.BinaryOps.Single(op => op.Info.Name == name);
        var (pairs, table) = (Elementwise.Value["binary"], Elementwise.Value[name]);
        int[] kept = [.. Enumerable.Range(FirstRandomPair, pairs[0].Length - FirstRandomPair).Where(i => table.Take(6).All(row => !double.IsNaN(row[i])))];
        Assert.NotEmpty(kept);
        var (a, b) = (Of(kept, pairs[0]), Of(kept, pairs[1]));
        var (v, u) = (Weights(a.Shape), Weights(a.Shape, 3));
        AssertNear(Of(kept, table[1]) * v, Gradient.JacobianVector(t => UnaryOps.Combine(t, b, entry), a, v));
        AssertNear(Of(kept, table[2]) * v, Gradient.JacobianVector(t => UnaryOps.Combine(a, t, entry), b, v));
        (a.RequiresGrad, b.RequiresGrad) = (true, true);
        var products = Gradient.HessianVector(UnaryOps.Combine(a, b, entry).Sum(), [a, b], [v, u]);
        AssertNear(Of(kept, table[3]) * v + Of(kept, table[4]) * u, products[0]);
        AssertNear(Of(kept, table[4]) * v + Of(kept, table[5]) * u, products[1]);
    }

    [Theory, MemberData(nameof(TensorOpTests.DifferentiableOps), MemberType = typeof(TensorOpTests))]
    public void An_op_of_whole_tensors(string op)
    {
        foreach (var call in TorchCalls.Of(op).Where(call => call.Kind == "random" && call.Gradients.Length > 0).Take(40))
        {
            using var scope = Tape.Scope();
            var inputs = call.Inputs(DType.Float64, Device.Cpu);
            var output = TensorOpCalls.Run(op, call, inputs);
            Tensor[] leaves = [.. inputs.Where(input => input.RequiresGrad)];
            Tensor[] directions = [.. leaves.Select(leaf => Weights(leaf.Shape))];

            // The stored derivative by what flows in is J v, and that by the inputs is H v, of results weighted alike.
            var change = leaves.Zip(directions, (leaf, v) => Gradient.JacobianVector(
                t => TensorOpCalls.Run(op, call, [.. inputs.Select(input => ReferenceEquals(input, leaf) ? t : input.Detach())]), leaf, v));
            AssertNear(Tensor.From<double>(call.Second[0], output.Shape, Device.Cpu), change.Aggregate((a, b) => a + b), call);
            if (!output.RequiresGrad) continue; // of no elements, say
            var products = Gradient.HessianVector((output * Weights(output.Shape)).Sum(), leaves, directions);
            for (var i = 0; i < leaves.Length; i++)
                AssertNear(Tensor.From<double>(call.Second[i + 1], leaves[i].Shape, Device.Cpu), products[i], call);
        }
    }

    private static Tensor Perceptron(Tensor x, Tensor w)
    {
        var hidden = Functional.BatchNorm(x.MatMul(w) + B, Weights([3], 2), Weights([3], 5), null, null, training: true).Tanh();
        return hidden.MatMul(Weights([3, 5], 11) - 1);
    }

    private static Tensor Of(int[] kept, double[] row) => Tensor.From<double>([.. kept.Select(i => row[i])], Device.Cpu);

    private static Tensor Number(double value) => Tensor.Scalar(value, DType.Float64, Device.Cpu);

    /// <summary>The scripts' weights.</summary>
    private static Tensor Weights(Shape shape, int first = 0) =>
        Tensor.From<double>(TorchCalls.Weights(first + shape.Count)[first..], shape, Device.Cpu);

    private static void AssertNear(Tensor expected, Tensor actual, object? what = null)
    {
        var (torch, ours) = (expected.ToArray<double>(), actual.ToArray<double>());
        var size = torch.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
        try
        {
            Near.AssertWithin(1e-10, 1e-11 * Math.Max(size, 1), torch, ours);
        }
        catch (Xunit.Sdk.XunitException error) when (what is not null)
        {
            Assert.Fail($"{what}\n{error.Message}");
        }
    }
}
