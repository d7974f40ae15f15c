using GpuNet.Kernels;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Fusion;

/// <summary>A linear layer that applies an activation as it stores its sums.</summary>
public class FusedLinearTests
{
    // Small products and packed ones, on edges of tiles and off them.
    [Theory]
    [EveryDevice(3, 5, 4)]
    [EveryDevice(33, 70, 41)]
    [EveryDevice(523, 6, 9)] // the bias' gradient is a sum of sums
    public void Values_and_gradients_have_the_bits_of_layer_and_activation(string id, int rows, int inputs, int outputs)
    {
        AssertSameBits(new Relu());
        AssertSameBits(new Tanh());
        AssertSameBits(new Gelu());
        AssertSameBits(new LeakyRelu(0.3f));

        void AssertSameBits<TOp>(TOp activation) where TOp : unmanaged, IUnaryOp<TOp>
        {
            var (fused, separate) = (
                Run((x, w, b) => Functional.Linear(x, w, b, activation)),
                Run((x, w, b) => FusedAndNot.Settled(Functional.Linear(x, w, b)).Map(activation)));
            foreach (var (expected, actual) in separate.Zip(fused))
                Parity.AssertSameBits(expected, actual, TOp.Info.Name);
        }

        float[][] Run(Func<Tensor, Tensor, Tensor, Tensor> layer) => FusedLinearTests.Run(id, rows, inputs, outputs, layer);
    }

    // Rows that are no fours, columns too few for a mask of rows, products by each variant that processors have.
    [Theory]
    [EveryDevice(3, 5, 40)]
    [EveryDevice(7, 9, 7)]
    [EveryDevice(5, 3, 8)]
    [EveryDevice(38, 70, 41)]
    [EveryDevice(203, 17, 130)]
    [EveryDevice(523, 6, 9)]
    public void With_dropout_they_have_the_bits_of_the_three(string id, int rows, int inputs, int outputs)
    {
        foreach (var probability in (double[])[0, 0.3, 1])
        {
            AssertSameBits(new Relu());
            AssertSameBits(new Identity());
            AssertSameBits(new Scale(-2));
            AssertSameBits(new Tanh());
            AssertSameBits(new LeakyRelu(-0.3f));

            void AssertSameBits<TOp>(TOp activation) where TOp : unmanaged, IUnaryOp<TOp>
            {
                Generator first = new(11), second = new(11);
                var (fused, separate) = (
                    Run(id, rows, inputs, outputs, (x, w, b) => Functional.Linear(x, w, b, activation, probability, first)),
                    Run(id, rows, inputs, outputs, (x, w, b) => Functional.Dropout(
                        FusedAndNot.Settled(FusedAndNot.Settled(Functional.Linear(x, w, b)).Map(activation)), probability, second)));
                foreach (var (expected, actual) in separate.Zip(fused))
                    Parity.AssertSameBits(expected, actual, TOp.Info.Name);
                Assert.Equal(second.State, first.State);
            }
        }
    }

    [Theory]
    [EveryDevice(Precision.BFloat16, 38)]
    [EveryDevice(Precision.TensorFloat32, 38)]
    [EveryDevice(Precision.Float16, 523)]
    public void Rounded_products_drop_the_same(string id, Precision precision, int rows)
    {
        using var rounded = Autocast.To(precision);
        Generator first = new(12), second = new(12);
        var (fused, separate) = (
            Run(id, rows, 70, 41, (x, w, b) => Functional.Linear(x, w, b, new Relu(), 0.3, first)),
            Run(id, rows, 70, 41, (x, w, b) => Functional.Dropout(
                FusedAndNot.Settled(FusedAndNot.Settled(Functional.Linear(x, w, b)).Relu()), 0.3, second)));
        foreach (var (expected, actual) in separate.Zip(fused))
            Parity.AssertSameBits(expected, actual, precision.ToString());
    }

    /// <summary>Where tensor cores multiply, what comes back is stored in 16 bits alone, and summed before it is.</summary>
    [Theory]
    [EveryDevice(Precision.BFloat16)]
    [EveryDevice(Precision.Float16)]
    public void Rounded_products_have_the_gradients_of_layer_and_activation(string id, Precision precision)
    {
        using var rounded = Autocast.To(precision);
        foreach (var (rows, outputs) in ((int, int)[])[(523, 9), (1, 9), (40, 1), (40, 2)])
        {
            AssertSameBits(new Relu());
            AssertSameBits(new Tanh());

            void AssertSameBits<TOp>(TOp activation) where TOp : unmanaged, IUnaryOp<TOp>
            {
                var (fused, separate) = (
                    Run(id, rows, 6, outputs, (x, w, b) => Functional.Linear(x, w, b, activation)),
                    Run(id, rows, 6, outputs, (x, w, b) => FusedAndNot.Settled(Functional.Linear(x, w, b)).Map(activation)));
                foreach (var (expected, actual) in separate.Zip(fused))
                    Parity.AssertSameBits(expected, actual, $"{TOp.Info.Name}, {rows} x {outputs}");
            }
        }
    }

    [Fact]
    public void Every_device_drops_the_same() =>
        Parity.AssertOnAllDevices(device =>
        {
            using var scope = Tape.Scope();
            Tensor Sample(Shape shape, int seed) => Tensor.From<float>(Samples.Uniform(shape.Count, seed), shape, device);
            return Functional.Linear(
                Sample([38, 70], 1), Sample([41, 70], 2), Sample([41], 3), new Relu(), 0.3, new Generator(13)).ToArray();
        });

    [Theory]
    [EveryDevice]
    public void Prepared_steps_drop_anew_in_each_run(string id)
    {
        var device = Device.Parse(id);
        using var x = Tensor.From<float>(Samples.Uniform(20 * 9, seed: 1), [20, 9], device).Keep();
        using var w = Tensor.From<float>(Samples.Uniform(16 * 9, seed: 2), [16, 9], device).Keep();
        using var b = Tensor.From<float>(Samples.Uniform(16, seed: 3), device).Keep();
        using var result = Tensor.Zeros([20, 16], device: device).Keep();
        w.RequiresGrad = true;
        Generator prepared = new(14), again = new(14);
        using var step = PreparedStep.Record(device, () =>
        {
            w.ZeroGrad();
            var y = Functional.Linear(x, w, b, new Relu(), 0.5, prepared);
            y.Sum().Backward();
            result.CopyFrom(y);
        });
        for (var run = 0; run < 3; run++)
        {
            if (run > 0) step.Run();
            var gradient = w.Grad!.ToArray();
            using var scope = Tape.Scope();
            w.ZeroGrad();
            var y = Functional.Linear(x, w, b, new Relu(), 0.5, again);
            y.Sum().Backward();
            Parity.AssertSameBits(y.ToArray(), result.ToArray(), $"run {run}");
            Parity.AssertSameBits(w.Grad!.ToArray(), gradient, $"gradient of run {run}");
        }

        Assert.Equal(again.State, prepared.State);
    }

    [Theory]
    [EveryDevice(7, 9, 5)]
    [EveryDevice(38, 70, 41)]
    public void With_a_path_around_it_a_layer_has_the_bits_of_layer_and_sum(string id, int rows, int inputs, int outputs)
    {
        var (fused, separate) = (
            Run(id, rows, inputs, outputs, (x, w, b) => Functional.LinearAdding(x, w, b, Around(x, w))),
            Run(id, rows, inputs, outputs, (x, w, b) => Around(x, w) + FusedAndNot.Settled(Functional.Linear(x, w, b))));
        foreach (var (expected, actual) in separate.Zip(fused))
            Parity.AssertSameBits(expected, actual, "x W + b + z");

        static Tensor Around(Tensor x, Tensor w) => FusedAndNot.Settled(x.MatMul(w, transposeOther: true).Tanh());
    }

    private static float[][] Run(string id, int rows, int inputs, int outputs, Func<Tensor, Tensor, Tensor, Tensor> layer)
    {
        var device = Device.Parse(id);
        using var scope = Tape.Scope();
        var x = Parameter([rows, inputs], seed: 1);
        var w = Parameter([outputs, inputs], seed: 2);
        var b = Parameter([outputs], seed: 3);
        Tensor inUse;
        using (Tape.NoGrad()) inUse = layer(x, w, b);
        var y = layer(x, w, b);
        y.Backward(Tensor.From<float>(Samples.Uniform(y.Count, seed: 4), y.Shape, device));
        return [inUse.ToArray(), y.ToArray(), x.Grad!.ToArray(), w.Grad!.ToArray(), b.Grad!.ToArray()];

        Tensor Parameter(Shape shape, int seed)
        {
            var parameter = Tensor.From<float>(Samples.Uniform(shape.Count, seed, -0.5, 0.5), shape, device);
            parameter.RequiresGrad = true;
            return parameter;
        }
    }

    [Fact]
    public void Gradients_agree_with_central_differences() =>
        Gradients.AssertRight(
            Device.Cpu,
            [Samples.UniformDoubles(6, seed: 5), Samples.UniformDoubles(8, seed: 6), Samples.UniformDoubles(4, seed: 7)],
            [[3, 2], [4, 2], [4]], x => Functional.Linear(x[0], x[1], x[2], new Sigmoid()), "linear+sigmoid");

    [Fact]
    public void Gradients_through_dropout_and_around_a_layer_agree_with_central_differences()
    {
        double[][] values =
        [
            Samples.UniformDoubles(15, seed: 5), Samples.UniformDoubles(24, seed: 6), Samples.UniformDoubles(8, seed: 7),
            Samples.UniformDoubles(40, seed: 8),
        ];
        int[][] shapes = [[5, 3], [8, 3], [8], [5, 8]];
        Gradients.AssertRight(
            Device.Cpu, values, shapes,
            x => Functional.Linear(x[0], x[1], x[2], new Relu(), 0.4, new Generator(9)) * x[3], "linear+relu+dropout");
        Gradients.AssertRight(
            Device.Cpu, values, shapes,
            x => Functional.LinearAdding(x[0], x[1], x[2], x[3]).Tanh(), "linear+sum");
    }

    [Fact]
    public void Wrong_shapes_are_refused()
    {
        using var scope = Tape.Scope();
        var (x, b) = (Tensor.Ones([2, 3], device: Device.Cpu), Tensor.Ones([4], device: Device.Cpu));
        Assert.Throws<ShapeMismatchException>(
            () => Functional.Linear(x, Tensor.Ones([4, 2], device: Device.Cpu), b, new Relu()));
    }
}
