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

        float[][] Run(Func<Tensor, Tensor, Tensor, Tensor> layer)
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
    }

    [Fact]
    public void Gradients_agree_with_central_differences() =>
        Gradients.AssertRight(
            Device.Cpu,
            [Samples.UniformDoubles(6, seed: 5), Samples.UniformDoubles(8, seed: 6), Samples.UniformDoubles(4, seed: 7)],
            [[3, 2], [4, 2], [4]], x => Functional.Linear(x[0], x[1], x[2], new Sigmoid()), "linear+sigmoid");

    [Fact]
    public void Wrong_shapes_are_refused()
    {
        using var scope = Tape.Scope();
        var (x, b) = (Tensor.Ones([2, 3], device: Device.Cpu), Tensor.Ones([4], device: Device.Cpu));
        Assert.Throws<ShapeMismatchException>(
            () => Functional.Linear(x, Tensor.Ones([4, 2], device: Device.Cpu), b, new Relu()));
    }
}
