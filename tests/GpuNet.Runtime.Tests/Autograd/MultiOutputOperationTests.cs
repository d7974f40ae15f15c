using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Autograd;

/// <summary>Operations of a user's own that have several results.</summary>
public class MultiOutputOperationTests
{
    private static readonly double[] X = [0.5, -1.5, 2], Y = [1.5, 0.25, -1];

    [Fact]
    public void Backward_gets_the_gradients_of_all_results()
    {
        Func<IReadOnlyList<Tensor>, Tensor>[] uses =
        [
            v => Of(v)[0] * 2,
            v => Of(v)[1].Sin(),
            v => Combined(Of(v)),
            v => Combined(Of([v[0].Exp(), v[0] * v[1]])), // in the middle of others, one input for two
        ];
        foreach (var use in uses)
        {
            Gradients.AssertRight(Device.Cpu, [X, Y], [[3], [3]], use, "polar");
            Gradients.AssertSecondRight(Device.Cpu, [X, Y], [[3], [3]], use, "polar");
        }

        static Tensor Combined(IReadOnlyList<Tensor> polar) => polar[0] * polar[1] + polar[0].Square() - polar[1];
    }

    [Theory, EveryDevice]
    public void It_runs_once_for_all_results_and_what_nothing_depends_on_is_zeros(string id)
    {
        using var scope = Tape.Scope();
        var device = Device.Parse(id);
        var (x, y) = (Leaf(device, X), Leaf(device, Y));
        var operation = new Polar();
        var polar = operation.Apply(x, y);
        (polar[0] + polar[1] + polar[0]).Sum().Backward();
        Assert.Equal(1, operation.Runs);
        Assert.Equal([2, 2, 2, 1, 1, 1], operation.Seen);

        Gradient.Of(polar[1].Sum(), x);
        Assert.Equal(2, operation.Runs);
        Assert.Equal([0, 0, 0, 1, 1, 1], operation.Seen);
    }

    [Fact]
    public void Results_that_are_no_floating_point_numbers_have_no_gradient()
    {
        using var scope = Tape.Scope();
        var x = Leaf(Device.Cpu, 3, 1, 2);
        var sorted = new SortOnce().Apply(x);
        Assert.Equal([1, 2, 0], sorted[1].ToArray<int>());
        Assert.False(sorted[1].RequiresGrad);
        (sorted[0] * Tensor.From<float>([1, 10, 100], Device.Cpu)).Sum().Backward();
        Assert.Equal([100f, 1f, 10f], x.Grad!.ToArray());
    }

    [Fact]
    public void Nothing_is_recorded_that_is_not_needed()
    {
        using var scope = Tape.Scope();
        var (x, c) = (Leaf(Device.Cpu, X), Tensor.From<float>([1, 2, 3], Device.Cpu));
        Assert.All(new Polar().Apply(c, c), result => Assert.False(result.RequiresGrad));
        using (Tape.NoGrad()) Assert.All(new Polar().Apply(x, x), result => Assert.False(result.RequiresGrad));
    }

    [Fact]
    public void Inputs_and_the_same_tensor_twice_may_be_results()
    {
        using var scope = Tape.Scope();
        var x = Leaf(Device.Cpu, 2);
        var results = new Scripted(i => [i[0], i[0]], g => [g[0] * 3 + g[1] * 5]).Apply(x);
        Assert.NotSame(results[0], results[1]);
        Assert.NotSame(x, results[0]);
        (results[0] + results[1] * 10).Backward();
        Assert.Equal([53f], x.Grad!.ToArray());
    }

    [Fact]
    public void Mistakes_name_the_operation_and_the_next_pass_is_right_again()
    {
        using var scope = Tape.Scope();
        var x = Leaf(Device.Cpu, 2);
        Assert.Contains("Scripted", Assert.Throws<ArgumentException>(() => new Scripted(i => [i[0]], g => [g[0]]).Apply()).Message);
        var isWrong = true;
        var results = new Scripted(i => [i[0] * 1, i[0] * 2], g => isWrong ? [g[0], g[1]] : [g[0] + 2 * g[1]]).Apply(x);
        var sum = results[0] + results[1];
        Assert.Contains(
            "Scripted.Backward returned 2 gradients for 1", Assert.Throws<AutogradException>(() => sum.Backward()).Message);
        Assert.Contains("HasRecordedBackward", Assert.Throws<AutogradException>(() => Gradient.Of(sum, x, createGraph: true)).Message);
        isWrong = false;
        Assert.Equal([3f], Gradient.Of(sum, x).ToArray());
        Assert.Equal([2f], Gradient.Of(results[1], x).ToArray());
    }

    [Fact]
    public void Prepared_steps_repeat_it()
    {
        var x = Leaf(Device.Cpu, 3);
        var y = Leaf(Device.Cpu, 4);
        Tensor? radius = null;
        using var step = PreparedStep.Record(Device.Cpu, () =>
        {
            var polar = new Polar { Looks = false }.Apply(x, y);
            radius = polar[0].Keep();
            (polar[0] + polar[1]).Backward();
        });
        x.Fill(6);
        y.Fill(8);
        step.Run();
        Assert.Equal(10f, radius!.Item());
        // The sum of both runs: x / r - y / r^2.
        Near.AssertWithin(1e-6, 0, [0.6 - 4.0 / 25 + 0.6 - 8.0 / 100], x.Grad!.ToArray());
    }

    private static IReadOnlyList<Tensor> Of(IReadOnlyList<Tensor> v) => new Polar().Apply(v[0], v[1]);

    private static Tensor Leaf(Device device, params double[] values)
    {
        var leaf = Tensor.From<float>(Array.ConvertAll(values, value => (float)value), device);
        leaf.RequiresGrad = true;
        return leaf;
    }

    /// <summary>Radius and angle.</summary>
    private sealed class Polar : MultiOutputOperation
    {
        public bool Looks { get; init; } = true;

        public int Runs { get; private set; }

        public double[] Seen { get; private set; } = [];

        public override bool HasRecordedBackward => true;

        protected override IReadOnlyList<Tensor> Forward(OperationContext context, IReadOnlyList<Tensor> inputs)
        {
            context.Save(inputs[0], inputs[1]);
            return [(inputs[0].Square() + inputs[1].Square()).Sqrt(), inputs[1].Atan2(inputs[0])];
        }

        protected override IReadOnlyList<Tensor?> Backward(OperationContext context, IReadOnlyList<Tensor> gradients)
        {
            Runs++;
            if (Looks) Seen = [.. gradients.SelectMany(g => g.To(DType.Float64).ToArray<double>())];
            var (x, y) = (context.Saved(0), context.Saved(1));
            var squares = x.Square() + y.Square();
            var (byRadius, byAngle) = (gradients[0] / squares.Sqrt(), gradients[1] / squares);
            return [byRadius * x - byAngle * y, byRadius * y + byAngle * x];
        }
    }

    /// <summary>Sorted numbers, and where they were.</summary>
    private sealed class SortOnce : MultiOutputOperation
    {
        protected override IReadOnlyList<Tensor> Forward(OperationContext context, IReadOnlyList<Tensor> inputs)
        {
            var (values, indices) = inputs[0].Sort(0);
            context.Save(indices);
            return [values, indices];
        }

        protected override IReadOnlyList<Tensor?> Backward(OperationContext context, IReadOnlyList<Tensor> gradients) =>
            [Tensor.ZerosLike(gradients[0]).Scatter(0, context.Saved(0), gradients[0])];
    }

    private sealed class Scripted(
        Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> forward,
        Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor?>> backward) : MultiOutputOperation
    {
        protected override IReadOnlyList<Tensor> Forward(OperationContext context, IReadOnlyList<Tensor> inputs) => forward(inputs);

        protected override IReadOnlyList<Tensor?> Backward(OperationContext context, IReadOnlyList<Tensor> gradients) => backward(gradients);
    }
}
