using GpuNet.Kernels;
using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Layers;

public sealed class LayerTests
{
    [Theory]
    [EveryDevice]
    public void Linear_is_x_times_w_transposed_plus_b(string device)
    {
        var on = Device.Parse(device);
        var layer = new Linear(3, 2, new Generator(seed: 1), device: on);
        layer.Weight.CopyFrom<float>([1, 2, 3, 4, 5, 6]);
        layer.Bias!.CopyFrom<float>([10, 20]);

        Assert.Equal([24, 52, 9, 16], layer.Forward(Tensor.From<float>([1, 2, 3, -1, 0, 0], [2, 3], on)).ToArray());
    }

    [Fact]
    public void Linear_without_bias_has_one_parameter()
    {
        var layer = new Linear(3, 2, new Generator(seed: 1), hasBias: false);
        layer.Weight.CopyFrom<float>([1, 2, 3, 4, 5, 6]);

        Assert.Equal(["weight"], layer.NamedParameters.Select(parameter => parameter.Name));
        Assert.Equal([14, 32], layer.Forward(Tensor.From<float>([1, 2, 3], [1, 3])).ToArray());
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        var layer = new Linear(3, 2, new Generator(seed: 1));
        Assert.Throws<ShapeMismatchException>(() => layer.Forward(Tensor.Zeros([4, 5])));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Linear(0, 2, new Generator(seed: 1)));
        Assert.Throws<ShapeMismatchException>(() => new BatchNorm1d(3).Forward(Tensor.Zeros([1, 3])));
    }

    [Theory]
    [EveryDevice]
    public void A_sequence_gives_the_bits_of_its_modules_one_by_one(string id)
    {
        var device = Device.Parse(id);
        var whole = Run((model, x) => model.Forward(x));
        var oneByOne = Run((model, x) => model.Aggregate(x, (value, module) =>
        {
            var next = module.Forward(value);
            next.ToArray();
            return next;
        }));
        Parity.AssertSameBits(oneByOne, whole);

        float[] Run(Func<Sequential, Tensor, Tensor> forward)
        {
            var random = new Generator(seed: 1);
            var model = new Sequential(
                new Linear(7, 6, random, device: device), new Activation<Relu>(),
                new Linear(6, 5, random, hasBias: false, device: device), new Activation<Tanh>(),
                new Linear(5, 4, random, device: device), new Activation<Gelu>(), new Activation<Sigmoid>(),
                new Linear(4, 4, random, device: device), new Activation<Relu>(), new Dropout(0.5, random),
                new BatchNorm1d(4, device: device), new Activation<Relu>(), new Dropout(0.5, random),
                new LayerNorm([4], device: device), new Activation<Gelu>(), new GroupNorm(2, 4, device: device),
                new Activation<Tanh>(), new RmsNorm([4], device: device), new Activation<Sigmoid>(), new Activation<Silu>(),
                new BatchNorm1d(4, affine: false, device: device), new Dropout(0.5, random),
                new Linear(4, 3, random, device: device));
            using var scope = Tape.Scope();
            var y = forward(model, Tensor.From<float>(Samples.Uniform(5 * 7, seed: 2), [5, 7], device));
            y.Square().Sum().Backward();
            return [.. y.ToArray(), .. model.Parameters.SelectMany(parameter => parameter.Grad!.ToArray())];
        }
    }

    [Fact]
    public void An_activation_costs_no_launch_behind_a_layer_that_takes_it()
    {
        var random = new Generator(seed: 2);
        foreach (var layer in (Module[])
                 [new Linear(8, 8, random), new BatchNorm1d(8), new LayerNorm([8]), new RmsNorm([8]), new GroupNorm(2, 8)])
        {
            var x = random.Normal([6, 8]).Keep();
            x.RequiresGrad = true;
            Assert.Equal(Launches(layer), Launches(new Sequential(layer, new Activation<Tanh>())) - (layer is Linear ? 1 : 0));

            int Launches(Module model)
            {
                using var step = PreparedStep.Record(x.Device, () => model.Forward(x).Backward(Tensor.OnesLike(x)));
                return step.Length;
            }
        }
    }

    [Fact]
    public void Every_activation_of_the_registry_is_a_layer()
    {
        var entries = OpRegistry.UnaryOps.Where(op => op.Info.Category == OpCategory.Activation).ToList();
        string[] others = ["glu", "log_softmax", "prelu", "softmax", "softmin", "sparsemax", "swiglu"];
        Assert.Equal(entries.Select(op => op.Info.Name).Concat(others).Order(StringComparer.Ordinal), Activation.Names);

        double[] inputs = [-3, -0.5, 0, 0.25, 2];
        var x = Tensor.From<float>(Array.ConvertAll(inputs, v => (float)v), [1, 5]);
        foreach (var entry in entries)
        {
            double[] defaults = [.. entry.Info.Parameters.Select(parameter => parameter.Default)];
            double[] expected = Array.ConvertAll(inputs, v => entry.Info.Reference(v, defaults));
            var layer = Activation.Create(entry.Info.Name, new Generator(seed: 1));
            layer.Evaluate();
            Near.AssertWithin(1e-6, 1e-7, expected, layer.Forward(x).ToArray());
        }
    }

    [Fact]
    public void Every_activation_trains_between_layers()
    {
        foreach (string name in Activation.Names)
        {
            var model = new MultilayerPerceptron(3, [4], 2) { Activation = name, BatchNorm = true }.Build(new Generator(seed: 1));
            using var scope = Tape.Scope();
            var y = model.Forward(Tensor.From<float>([1, 2, 3, -1, 0, 1, 0.5f, -2, 1], [3, 3]));
            y.Square().Sum().Backward();
            Assert.Equal([3, 2], y.Shape.ToArray());
            Assert.All(model.Parameters, parameter => Assert.All(parameter.Grad!.ToArray(), g => Assert.True(float.IsFinite(g))));
        }
    }

    [Fact]
    public void RRelu_is_random_in_training_only_and_asks_for_a_generator()
    {
        var layer = new RRelu(new Generator(seed: 1));
        var x = Tensor.Full([100], -1);
        Assert.NotEqual(layer.Forward(x).ToArray(), layer.Forward(x).ToArray());
        layer.Evaluate();
        Near.AssertWithin(1e-6, 0, [.. Enumerable.Repeat(-11.0 / 48, 100)], layer.Forward(x).ToArray());
        Assert.Contains("generator", Assert.Throws<ArgumentNullException>(() => Activation.Create("rrelu")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_activation_takes_parameters_or_their_defaults()
    {
        var x = Tensor.From<float>([-2, 2], [1, 2]);
        Assert.Equal([-0.02f, 2], new Activation<LeakyRelu>().Forward(x).ToArray());
        Assert.Equal([-1, 2], new Activation<LeakyRelu>(new LeakyRelu(Slope: 0.5f)).Forward(x).ToArray());
        Assert.Contains("relu", Assert.Throws<ArgumentException>(() => Activation.Create("rleu")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dropout_scales_what_it_keeps_and_does_nothing_in_use()
    {
        var layer = new Dropout(0.25, new Generator(seed: 3));
        var x = Tensor.Ones([100, 100]);
        float[] trained = layer.Forward(x).ToArray();

        Assert.All(trained, value => Assert.True(value is 0 or 1 / 0.75f));
        // 10,000 draws of a share of 0.25: standard error 0.0043. Five of them.
        Assert.InRange(trained.Count(value => value == 0) / 10_000.0, 0.25 - 0.022, 0.25 + 0.022);
        Assert.NotEqual(trained, layer.Forward(x).ToArray());
        layer.Evaluate();
        Assert.Same(x, layer.Forward(x));
        Assert.All(new Dropout(1, new Generator(seed: 3)).Forward(x).ToArray(), value => Assert.Equal(0, value));
    }

    [Theory]
    [EveryDevice]
    public void Batch_normalization_follows_its_formula_in_training_and_in_use(string device)
    {
        var on = Device.Parse(device);
        var layer = new BatchNorm1d(2, device: on);
        var x = Tensor.From<float>([1, 10, 2, 10, 6, 13], [3, 2], on);

        // Column means 3, 11; biased variances 14/3, 2; unbiased 7, 3.
        double[] trained =
        [
            -2 / Math.Sqrt((14.0 / 3) + 1e-5), -1 / Math.Sqrt(2 + 1e-5), -1 / Math.Sqrt((14.0 / 3) + 1e-5),
            -1 / Math.Sqrt(2 + 1e-5), 3 / Math.Sqrt((14.0 / 3) + 1e-5), 2 / Math.Sqrt(2 + 1e-5),
        ];
        Near.AssertWithin(1e-5, 1e-6, trained, layer.Forward(x).ToArray());
        Near.AssertWithin(1e-6, 0, [0.3, 1.1], layer.RunningMean!.ToArray());
        Near.AssertWithin(1e-6, 0, [0.9 + 0.7, 0.9 + 0.3], layer.RunningVariance!.ToArray());
        Assert.Equal(1, layer.BatchesTracked);

        layer.Evaluate();
        double[] used = [(1 - 0.3) / Math.Sqrt(1.6 + 1e-5), (10 - 1.1) / Math.Sqrt(1.2 + 1e-5)];
        Near.AssertWithin(1e-5, 1e-6, used, layer.Forward(Tensor.From<float>([1, 10], [1, 2], on)).ToArray());
        Assert.Equal(1, layer.BatchesTracked);
    }

    [Fact]
    public void A_bilinear_layer_takes_its_inputs_side_by_side_and_a_padding_vector_starts_at_zero()
    {
        var random = new Generator(seed: 1);
        var layer = new Bilinear(4, 3, 5, random);
        var (first, second) = (random.Normal([6, 4]), random.Normal([6, 3]));
        Parity.AssertSameBits(
            layer.Forward(first, second).ToArray(), layer.Forward(Functional.Concatenate([first, second], axis: 1)).ToArray());
        var padded = new Embedding(7, 3, random, paddingIndex: 0);
        Assert.Equal([0f, 0f, 0f], padded.Weight[..1].ToArray());
        padded.Forward(Tensor.From<int>([0, 1, 0])).Sum().Backward();
        Assert.Equal([0f, 0f, 0f, 1f, 1f, 1f], padded.Weight.Grad![..2].ToArray().Take(6));
        Assert.Equal([2, 4, 3], new Embedding(7, 3, random).Forward(Tensor.From<int>([1, 2, 6, 1, 0, 1, 2, 5], [2, 4])).Shape.ToArray());
    }

    [Fact]
    public void Frozen_vectors_stay_and_what_comes_behind_is_trained()
    {
        using var scope = Tape.Scope();
        var (embedding, linear) = (new Embedding(4, 2, new Generator(seed: 1)), new Linear(2, 1, new Generator(seed: 2)));
        var model = new Sequential(embedding, linear);
        embedding.Weight.RequiresGrad = false;
        Assert.Contains(
            "RequiresGrad", Assert.Throws<ArgumentException>(() => new Sgd(model.Parameters, learningRate: 1)).Message, StringComparison.Ordinal);
        float[] vectors = embedding.Weight.ToArray(), weight = linear.Weight.ToArray();
        model.Forward(Tensor.From<int>([1, 2, 2])).Sum().Backward();
        new Sgd(model.Parameters.Where(parameter => parameter.RequiresGrad), learningRate: 1).Step();
        Assert.Equal(vectors, embedding.Weight.ToArray());
        Assert.Null(embedding.Weight.Grad);
        Assert.Equal([.. weight.Select((w, j) => w - vectors[2 + j] - 2 * vectors[4 + j])], linear.Weight.ToArray(), (a, b) => Math.Abs(a - b) < 1e-5);
        var summary = ModelSummary.Of(model, [3], inputType: DType.Int32);
        Assert.Equal((8 + 3, 4 * 11, 4 * 3), (summary.Parameters, summary.ParameterBytes, summary.GradientBytes));
    }

    [Fact]
    public void Softmax_flatten_and_names_of_nested_parts()
    {
        var x = Tensor.From<float>([0, MathF.Log(3)], [1, 2]);
        Near.AssertWithin(1e-6, 0, [0.25, 0.75], new Softmax().Forward(x).ToArray());
        Near.AssertWithin(1e-6, 0, [Math.Log(0.25), Math.Log(0.75)], new LogSoftmax().Forward(x).ToArray());
        var column = x.Reshape(2, 1);
        Near.AssertWithin(1e-6, 0, [0.25, 0.75], new Softmax { Axis = 0 }.Forward(column).ToArray());
        Near.AssertWithin(1e-6, 0, [0.75, 0.25], new Softmin { Axis = 0 }.Forward(column).ToArray());
        Assert.Equal([1, 1], new Gate<Glu> { Axis = 0 }.Forward(column).Shape.ToArray());
        Assert.Equal([2, 12], new Flatten().Forward(Tensor.Zeros([2, 3, 4])).Shape.ToArray());

        var random = new Generator(seed: 0);
        var nested = new Sequential(new Sequential(new Linear(2, 3, random), new BatchNorm1d(3)), new Activation<Relu>());
        Assert.Equal(["0.0.weight", "0.0.bias", "0.1.weight", "0.1.bias"], nested.NamedParameters.Select(p => p.Name));
        nested.Evaluate();
        Assert.False(nested[0].IsTraining);
        Assert.False(((Sequential)nested[0])[1].IsTraining);
    }
}
