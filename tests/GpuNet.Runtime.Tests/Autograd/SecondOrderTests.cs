using GpuNet.Kernels;
using GpuNet.Runtime.Tests.Operations;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Autograd;

/// <summary>
/// Gradients of gradients against central differences, of every op of the registry and of every other operation; what is
/// new in the registry is found by itself.
/// </summary>
public class SecondOrderTests
{
    public static TheoryData<string> UnaryNames => [.. OpRegistry.UnaryOps.Select(e => e.Info.Name)];

    public static TheoryData<string> BinaryNames => [.. OpRegistry.BinaryOps.Select(e => e.Info.Name)];

    [Theory, MemberData(nameof(UnaryNames))]
    public void A_unary_op(string name)
    {
        var entry = OpRegistry.Unary(name);
        var (low, high) = entry.Info.Domain;
        var inputs = Samples.UniformDoubles(11, seed: 2, Math.Max(low, -3), Math.Min(high, 3))
            .Where(x => entry.Info.Kinks.All(kink => Math.Abs(x - kink.At) > 1e-3) && x - low > 5e-2 && high - x > 5e-2)
            .ToArray();
        Check([inputs], x => UnaryOps.Map(x[0], entry), name, [inputs.Length]);
    }

    [Theory, MemberData(nameof(BinaryNames))]
    public void A_binary_op(string name)
    {
        var entry = OpRegistry.BinaryOps.Single(e => e.Info.Name == name);
        var (lowA, highA) = entry.Info.DomainA;
        var (lowB, highB) = entry.Info.DomainB;
        var a = Samples.UniformDoubles(9, seed: 4, Math.Max(lowA, -3), Math.Min(highA, 3));
        var b = Samples.UniformDoubles(9, seed: 104, Math.Max(lowB, -3), Math.Min(highB, 3));
        double[] parameters = [.. entry.Info.Parameters.Select(parameter => (double)(float)parameter.Default)];
        var kept = Enumerable.Range(0, a.Length).Where(
            i => !(entry.Info.DistanceToKink?.Invoke(a[i], b[i], parameters) <= 1e-2) && Math.Abs(b[i]) > 0.3).ToArray();
        int[] shape = [kept.Length];
        Check([[.. kept.Select(i => a[i])], [.. kept.Select(i => b[i])]], x => UnaryOps.Combine(x[0], x[1], entry), name, shape, shape);
    }

    [Theory]
    [InlineData(new[] { 2, 3 }, new int[0])]
    [InlineData(new[] { 2, 3 }, new[] { 3 })]
    [InlineData(new[] { 2, 3 }, new[] { 2, 1 })]
    [InlineData(new[] { 2, 1 }, new[] { 1, 3 })]
    [InlineData(new[] { 2, 1, 2, 1 }, new[] { 3, 1, 2 })]
    public void Operands_that_are_repeated(int[] shapeA, int[] shapeB) =>
        Check(
            [Samples.UniformDoubles(Shape.Create(shapeA).Count, 5), Samples.UniformDoubles(Shape.Create(shapeB).Count, 6, 0.5, 2)],
            x => x[0] / x[1] + x[0] - x[1], "broadcast", shapeA, shapeB);

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Matrix_products(bool transposeA, bool transposeB) =>
        Check(
            [Samples.UniformDoubles(6, 7), Samples.UniformDoubles(12, 8)],
            x => x[0].MatMul(x[1], transposeA, transposeB).Square(), "matmul",
            transposeA ? [3, 2] : [2, 3], transposeB ? [4, 3] : [3, 4]);

    [Fact]
    public void Linear_layers_with_an_activation_in_their_launch_and_without()
    {
        double[][] values = [Samples.UniformDoubles(6, 9), Samples.UniformDoubles(12, 10), Samples.UniformDoubles(4, 11)];
        int[][] shapes = [[2, 3], [4, 3], [4]];
        Check(values, x => Functional.Linear(x[0], x[1], x[2]).Square(), "linear", shapes);
        Check(values, x => Functional.Linear(x[0], x[1], x[2], new Tanh()), "linear and tanh", shapes);
        Check(values, x => Functional.Linear(x[0], x[1], x[2], new Scale(2)).Square(), "linear and scale", shapes);
        Check(values, x => Functional.Linear(x[0], x[1], x[2], new Gelu()), "linear and gelu", shapes);
    }

    public static TheoryData<string> FunctionNames => [.. Functions.Keys];

    /// <summary>Operations of one tensor [3, 4], of which none is the same at two elements.</summary>
    private static readonly Dictionary<string, Func<Tensor, Tensor>> Functions = new()
    {
        ["sum"] = x => x.Square().Sum(),
        ["sum of an axis"] = x => x.Exp().Sum(0).Square(),
        ["sum that keeps its dimension"] = x => x.Exp().Sum(1, keepDimension: true).Square(),
        ["mean"] = x => x.Exp().Mean().Square(),
        ["mean of an axis"] = x => x.Exp().Mean(1).Square(),
        ["max"] = x => x.Max().Square(),
        ["max of an axis"] = x => x.Max(0).Exp(),
        ["softmax"] = x => x.Softmax().Square(),
        ["log-softmax"] = x => x.LogSoftmax().Square(),
        ["softmax of columns"] = x => x.Softmax(0).Square(),
        ["log-softmax of columns"] = x => x.LogSoftmax(0).Square(),
        ["softmin"] = x => x.Softmin(),
        ["sparsemax"] = x => (x * 0.1f).Sparsemax().Square(),
        ["glu"] = x => x.Glu(),
        ["swiglu"] = x => x.SwiGlu(),
        ["reshape"] = x => x.Reshape(2, -1).Exp(),
        ["transpose"] = x => x.Transpose().Exp(),
        ["rows"] = x => x[1..3].Exp() * x[0..2],
        ["clone"] = x => x.Clone().Exp(),
        ["a run of ops"] = x => ((x * 2).Tanh().Square() + 1).Log(),
        ["a run that is read in the middle"] = x => Run(x * 2) * x.Exp(),
        ["L1 penalty"] = x => Functional.L1Penalty(x, 0.1f) * x.Sum(),
        ["L2 penalty"] = x => Functional.L2Penalty(x, 0.1f).Exp(),
        ["cross-entropy"] = x => Functional.CrossEntropy(x, Tensor.From<int>([1, 0, 3], Device.Cpu)),
        ["scaled cross-entropy"] = x => Functional.CrossEntropy(x, Tensor.From<int>([1, 0, 3], Device.Cpu)).Exp(),
        ["mean squared error"] = x => Functional.MeanSquaredError(x.Tanh(), x.Sin()),
        ["where"] = x => Functional.Where(x > 0.5f, x.Exp(), x.Square()),
        ["dropout"] = x => Functional.Dropout(x.Exp(), 0.5, new Generator(3)).Square(),
        ["cosine similarity"] = x => Functional.CosineSimilarity(x, x.Sin()),
        ["sum of several axes"] = x => x.Exp().Reshape(3, 2, 2).Sum([0, 2]).Square(),
        ["max of several axes"] = x => x.Reshape(3, 2, 2).Max([0, 2]).Exp(),
        ["min"] = x => x.Min(1).Exp(),
        ["product"] = x => x.Product(1).Square(),
        ["log-sum-exp"] = x => x.LogSumExp(1).Square(),
        ["variance"] = x => x.Variance(1).Square(),
        ["standard deviation"] = x => x.StandardDeviation(0),
        ["norm"] = x => x.Norm(3, 1).Square(),
        ["cumulative sum"] = x => x.Exp().CumulativeSum(1).Square(),
        ["sort"] = x => x.Sort().Values.Exp() * x,
        ["top k"] = x => x.TopK(2).Values.Exp(),
        ["permute"] = x => x.Reshape(3, 2, 2).Permute(2, 0, 1).Exp() * x.Reshape(2, 3, 2),
        ["slice"] = x => x[.., 1..3].Exp(),
        ["gather"] = x => x.Gather(1, Tensor.From<int>([0, 2, 1, 1, 3, 3], [3, 2], Device.Cpu)).Exp(),
        ["scatter"] = x => x.Scatter(1, Tensor.From<int>([0, 2, 1], [3, 1], Device.Cpu), x[.., 1..2].Exp()).Square(),
        ["scatter and add"] = x =>
            x.ScatterAdd(1, Tensor.From<int>([0, 2, 1], [3, 1], Device.Cpu), x[.., 1..2].Exp()).Square(),
        ["rows by index"] = x => x.IndexSelect(0, [2, 0, 2]).Exp(),
        ["rows added by index"] = x => x.IndexAdd(0, Tensor.From<int>([2, 2], Device.Cpu), x[1..3].Exp()).Square(),
        ["elements by mask"] = x => x.MaskedSelect(x > 0).Exp(),
        ["concatenate"] = x => Functional.Concatenate([x.Exp(), x], axis: 1).Square(),
        ["stack"] = x => Functional.Stack([x.Exp(), x], axis: 1).Square(),
        ["products of batches"] = x => x.Reshape(3, 2, 2).MatMul(x.Exp().Reshape(3, 2, 2)),
        ["product of a batch and a matrix"] = x => x.Reshape(3, 2, 2).MatMul(x[0].Reshape(2, 2)).Square(),
        ["outer product"] = x => Functional.Outer(x[0], x[1].Exp()),
        ["cast"] = x => x.To(DType.Float32).To(DType.Float64) * 0 + x.Exp(),
        ["normalization of rows"] = x => Functional.LayerNorm(x, [4]).Square(),
        ["normalization of the batch"] = x => Functional.BatchNorm(
            x, x[0], x[1], Tensor.Zeros([4], DType.Float64, Device.Cpu), Tensor.Ones([4], DType.Float64, Device.Cpu), true),
        ["matrix product"] = x => x.MatMul(x, transposeOther: true).Exp(),
        ["linear layer"] = x => Functional.Linear(x, x, x[.., 0]).Square(),
        ["linear layer and dropout"] = x => Functional.Linear(
            x.Repeat(2, 1), x.Repeat(3, 1), x.Repeat(3, 1)[.., 0], new Relu(), 0.4, new Generator(4)).Square(),
        ["linear layer and a path around it"] = x => Functional.LinearAdding(x, x, x[.., 0], x[.., ..3].Exp()).Square(),
        ["linear layer and activation"] = x => Functional.Linear(x, x, x[.., 0], new Tanh()),
        ["checkpoint"] = x => Checkpoint.Run(y => y.Exp().Softmax(), x),
        ["triplet margin"] = x => Functional.TripletMarginError(x, x.Sin(), x.Exp(), margin: 10),
    };

    /// <summary>
    /// Each kind of operation that the tape knows takes part in a function above, or in the gradient of one: so it cannot
    /// be forgotten here.
    /// </summary>
    [Fact]
    public void No_operation_is_missing()
    {
        using var scope = Tape.Scope();
        var seen = new HashSet<Type>();
        foreach (var (name, function) in Functions)
        {
            var x = Tensor.From<double>(Samples.UniformDoubles(12, seed: 12), [3, 4], Device.Cpu);
            x.RequiresGrad = true;
            var y = function(x);
            var slope = Gradient.Of(y, x, Tensor.OnesLike(y), createGraph: true);
            Walk(slope.RequiresGrad ? [y, slope] : [y], seen);
        }
        var missing = typeof(TapeNode).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(TapeNode)) && !Elsewhere.Contains(type.DeclaringType))
            .Where(type => !seen.Contains(type));
        Assert.Empty(missing.Select(type => type.ToString()));
    }

    /// <summary>Where what is recorded is no operation of the library's own.</summary>
    private static readonly Type?[] Elsewhere = [typeof(CustomOperation), typeof(MultiOutputOperation), typeof(GradientHooks)];

    private static void Walk(IEnumerable<Tensor> roots, HashSet<Type> seen)
    {
        var nodes = new Stack<TapeNode>(roots.Select(root => root.Node).OfType<TapeNode>());
        var visited = new HashSet<TapeNode>();
        while (nodes.TryPop(out var node))
        {
            if (!visited.Add(node)) continue;
            var type = node.GetType();
            seen.Add(type.IsGenericType ? type.GetGenericTypeDefinition() : type);
            for (var i = 0; i < node.InputCount; i++)
            {
                if (node.Input(i).Node is { } before) nodes.Push(before);
            }
        }
    }

    [Theory, MemberData(nameof(FunctionNames))]
    public void An_operation(string name) =>
        Check([Samples.UniformDoubles(12, seed: 12)], x => Functions[name](x[0]), name, [3, 4]);

    [Theory, MemberData(nameof(FunctionNames))]
    public void What_the_backward_pass_of_an_operation_does_not_need_may_become_nan(string name) => Poison.AssertHarmless(
        () => [Leaf(Samples.UniformDoubles(12, seed: 12), [3, 4])], x => Functions[name](x[0]));

    /// <summary>The same of every op of the registry, at its edges, too.</summary>
    [Fact]
    public void What_elementwise_ops_do_not_need_may_become_nan()
    {
        double[] edges = [.. Samples.Edges.Select(x => (double)x), .. Samples.UniformDoubles(20, seed: 3, -3, 3)];
        double[] others = [.. edges.Reverse()];
        foreach (var entry in OpRegistry.UnaryOps)
            Poison.AssertHarmless(() => [Leaf(edges, [edges.Length])], x => UnaryOps.Map(x[0], entry));
        foreach (var entry in OpRegistry.BinaryOps)
        {
            Poison.AssertHarmless(
                () => [Leaf(edges, [edges.Length]), Leaf(others, [edges.Length])], x => UnaryOps.Combine(x[0], x[1], entry));
        }
    }

    private static Tensor Leaf(double[] values, int[] shape)
    {
        var leaf = Tensor.From<double>(values, shape, Device.Cpu);
        leaf.RequiresGrad = true;
        return leaf;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Batch_normalization(bool training) => Check(
        [Samples.UniformDoubles(12, 13), Samples.UniformDoubles(3, 14, 0.5, 1.5), Samples.UniformDoubles(3, 15)],
        x => Functional.BatchNorm(
            x[0], x[1], x[2], Tensor.Full([3], 0.2, DType.Float64, Device.Cpu), Tensor.Ones([3], DType.Float64, Device.Cpu),
            training).Square(),
        "batch norm", [4, 3], [3], [3]);

    // A few ops stand for all: what is compiled for them is the rules of dual numbers, and the ops' own code.
    [Fact]
    public void Second_derivatives_have_the_same_bits_on_every_device()
    {
        foreach (var name in (string[])["acosh", "gelu", "mish", "pow_constant", "rsqrt", "softplus", "squareplus", "tan"])
        {
            var entry = OpRegistry.Unary(name);
            var inputs = Samples.Uniform(50, seed: 3, -5, 5);
            Parity.AssertOnAllDevices(device =>
            {
                using var scope = Tape.Scope();
                var x = Tensor.From<float>(inputs, device);
                x.RequiresGrad = true;
                var y = UnaryOps.Map(x, entry);
                var slope = Gradient.Of(y, x, Tensor.OnesLike(y), createGraph: true);
                var bend = slope.RequiresGrad ? Gradient.Of(slope, x, Tensor.OnesLike(y)) : slope;
                return [.. slope.ToArray(), .. bend.ToArray()];
            });
        }
    }

    [Fact]
    public void Row_normalizations()
    {
        var x = Samples.UniformDoubles(24, 16);
        Check([x], v => Functional.LayerNorm(v[0], [4]).Square(), "layer norm", [6, 4]);
        Check([x], v => Functional.RmsNorm(v[0], [4]).Square(), "rms norm", [6, 4]);
        var (weight, bias) = (Samples.UniformDoubles(4, 17, 0.5, 1.5), Samples.UniformDoubles(4, 18));
        Check([x, weight, bias], v => Functional.LayerNorm(v[0], [4], v[1], v[2]).Square(), "affine layer norm", [6, 4], [4], [4]);
        Check([x, weight, bias], v => Functional.GroupNorm(v[0], 2, v[1], v[2]).Square(), "group norm", [2, 4, 3], [4], [4]);
    }

    private static Tensor Run(Tensor x) => x.Tanh() * x.Sin();

    private static void Check(
        double[][] values, Func<IReadOnlyList<Tensor>, Tensor> function, string name, params int[][] shapes) =>
        Gradients.AssertSecondRight(Device.Cpu, values, shapes, function, name);
}
