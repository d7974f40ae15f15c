using GpuNet.Kernels;
using GpuNet.Models.Data;

namespace GpuNet.Models.Tests.Layers;

/// <summary>Layers that hold branches, and penalties on what passes through a layer.</summary>
public sealed class BranchTests
{
    [Fact]
    public void A_residual_adds_its_input_or_a_shortcut_of_it()
    {
        var x = Tensor.From<float>([1, -2, 3, -4], [2, 2]);
        Assert.Equal([2, -2, 6, -4], new Residual(new Activation<Relu>()).Forward(x).ToArray());
        Assert.Equal([1 + 1, 0 + 4, 3 + 9, 0 + 16], new Residual(new Activation<Relu>(), new Map(v => v.Square())).Forward(x).ToArray());

        var random = new Generator(seed: 1);
        var named = new Residual(new Linear(2, 3, random), new Linear(2, 3, random, hasBias: false));
        Assert.Equal(["inner.weight", "inner.bias", "shortcut.weight"], named.NamedParameters.Select(p => p.Name));
        Assert.Throws<ShapeMismatchException>(() => new Residual(new Linear(2, 3, random)).Forward(x));
    }

    [Fact]
    public void A_residual_of_a_linear_layer_adds_to_the_same_bits_in_one_launch_less()
    {
        var random = new Generator(seed: 2);
        var x = random.Normal([6, 5]).Keep();
        var (first, last) = (new Linear(5, 7, random), new Linear(7, 5, random));
        var inner = new Sequential(first, new Activation<Relu>(), last);
        var residual = new Residual(inner);
        using (Tape.Scope())
            Assert.Equal((x + inner.Forward(x)).ToArray(), residual.Forward(x).ToArray());
        Assert.Equal(Launches(() => inner.Forward(x)), Launches(() => residual.Forward(x)));
        using (last.RegisterForwardHook((_, _, output) => output * 2))
        using (Tape.Scope())
            Assert.Equal((x + inner.Forward(x)).ToArray(), residual.Forward(x).ToArray());

        int Launches(Func<Tensor> forward)
        {
            using var step = PreparedStep.Record(x.Device, () => forward());
            return step.Length;
        }
    }

    [Fact]
    public void Branches_lie_side_by_side_and_take_their_gradients()
    {
        var x = Tensor.From<float>([1, -2, 3, -4], [2, 2]);
        x.RequiresGrad = true;
        var layer = new Concat(new Activation<Relu>(), new Map(v => v.Square()));
        using var scope = Tape.Scope();
        var y = layer.Forward(x);
        Assert.Equal([2, 4], y.Shape.ToArray());
        Assert.Equal([1, 0, 1, 4, 3, 0, 9, 16], y.ToArray());
        y.Sum().Backward();
        Assert.Equal([1 + 2, 0 - 4, 1 + 6, 0 - 8], x.Grad!.ToArray());
        Assert.Equal([4, 2], new Concat(new Activation<Relu>(), new Map(v => v.Square())) { Axis = 0 }.Forward(x).Shape.ToArray());
        Assert.Throws<ArgumentException>(() => new Concat());
    }

    [Fact]
    public void An_activity_penalty_is_a_mean_over_rows_and_part_of_training()
    {
        var layer = new ActivityRegularization(l1: 0.5, l2: 0.25);
        var x = Tensor.From<float>([1, -2, 3, -4], [2, 2]);
        Assert.Same(x, layer.Forward(x));
        Assert.Equal((0.5 * 10 + 0.25 / 2 * 30) / 2, Assert.Single(layer.ActivityPenalties).Item(), 1e-6);
        layer.Evaluate();
        layer.Forward(x);
        Assert.Empty(layer.ActivityPenalties);

        // The output is the weight itself, so the penalty's slope is 0.1 sign(w): seen in the step, beside the loss's.
        Assert.Equal(Step(0) - 0.1 * 1, Step(0.1), 1e-6);

        static double Step(double l1)
        {
            var linear = new Linear(1, 1, new Generator(seed: 1), hasBias: false);
            linear.Weight.CopyFrom<float>([2]);
            var model = new Sequential(linear, new ActivityRegularization(l1));
            var data = Dataset.Regression("ones", [1, 1], 1, [0, 0]);
            new Trainer(model, new MeanSquaredErrorLoss(), new Sgd(model.Parameters, learningRate: 1))
                .Fit(new DataLoader(data, batchSize: 2), null, epochs: 1, cancellationToken: TestContext.Current.CancellationToken);
            return linear.Weight.ToArray()[0];
        }
    }

    private sealed class Map(Func<Tensor, Tensor> function) : Module
    {
        protected override Tensor Compute(Tensor input) => function(input);
    }
}
