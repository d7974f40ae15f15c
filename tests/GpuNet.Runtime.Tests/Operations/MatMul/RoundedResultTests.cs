using GpuNet.Kernels;
using GpuNet.Operations;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Operations;

/// <summary>What a layer stores for products alone: they, and the way back, compute what they would from floats.</summary>
public class RoundedResultTests
{
    private const int Rows = 12, Inputs = 16, Outputs = 24;

    [Theory, EveryDevice]
    public void Products_and_gradients_have_the_bits_of_those_of_a_stored_output(string id)
    {
        using var scope = Tape.Scope();
        var device = Device.Parse(id);
        foreach (var drops in (bool[])[false, true])
            Assert.Equal(Step(device, drops, feedsProducts: false), Step(device, drops, feedsProducts: true));
    }

    [Theory, EveryDevice]
    public void A_replayed_step_has_the_bits_of_its_code(string id)
    {
        using var scope = Tape.Scope();
        using var autocast = Autocast.To(Precision.BFloat16);
        var device = Device.Parse(id);
        var (x, w) = (Drawn(device, 1, Rows, Inputs), Drawn(device, 2, Outputs, Inputs));
        var (next, bias) = (Drawn(device, 3, 8, Outputs), Drawn(device, 4, 1, Outputs).Reshape(Outputs));
        Tensor? product = null, floats = null;
        using var step = PreparedStep.Record(device, () =>
        {
            var h = Functional.Linear(x, w, bias, default(Relu), feedsProducts: true);
            product = h.MatMul(next, transposeOther: true).Keep();
            floats = h.Keep();
        });
        x.CopyFrom<float>(Samples.Uniform(Rows * Inputs, seed: 5));
        step.Run();
        var expected = Functional.Linear(x, w, bias, default(Relu), feedsProducts: true);
        Parity.AssertSameBits(expected.ToArray(), floats!.ToArray());
        Parity.AssertSameBits(expected.MatMul(next, transposeOther: true).ToArray(), product!.ToArray());
    }

    [Theory, EveryDevice]
    public void Who_reads_it_all_the_same_has_the_numbers_that_products_read_where_these_are_all(string id)
    {
        using var scope = Tape.Scope();
        var device = Device.Parse(id);
        var (x, w) = (Drawn(device, 1, Rows, Inputs), Drawn(device, 2, Outputs, Inputs));
        var bias = Drawn(device, 3, 1, Outputs).Reshape(Outputs);
        Tensor floats, output;
        using (Autocast.To(Precision.BFloat16))
        {
            floats = Functional.Linear(x, w, bias, default(Relu));
            output = Functional.Linear(x, w, bias, default(Relu), feedsProducts: true);
        }
        Assert.Equal(TensorMatMulLaunch.Suits(device), output.InProductsFormat is not null);
        Assert.False(output.IsFreed);
        Assert.Equal(DType.Float32, output.DType);
        float[] rounded = [.. floats.ToArray().Select(value => (float)(BFloat16)value)];
        Parity.AssertSameBits(TensorMatMulLaunch.Suits(device) ? rounded : floats.ToArray(), output.ToArray());
        Parity.AssertSameBits(output.ToArray(), (output * 1).ToArray());
        Assert.Null(output.InProductsFormat);

        // What is changed in place is what all read from then on.
        using var autocast = Autocast.To(Precision.BFloat16);
        var changed = Functional.Linear(x, w, bias, default(Relu), feedsProducts: true);
        changed.CopyFrom(Tensor.Ones(changed.Shape, device: device));
        Parity.AssertSameBits(
            Tensor.Ones(changed.Shape, device: device).MatMul(w).ToArray(), changed.MatMul(w).ToArray());
        changed.Dispose();
        Assert.True(changed.IsFreed);
        var unread = Functional.Linear(x, w, bias, default(Relu), feedsProducts: true);
        unread.Dispose();
        Assert.True(unread.IsFreed);
        Assert.Throws<ObjectDisposedException>(() => unread.ToArray());
    }

    [Theory, EveryDevice]
    public void Other_activations_precisions_and_shapes_keep_their_floats(string id)
    {
        var device = Device.Parse(id);
        var (x, w) = (Drawn(device, 1, Rows, Inputs), Drawn(device, 2, Outputs, Inputs));
        var bias = Drawn(device, 3, 1, Outputs).Reshape(Outputs);
        using (var scope = Tape.Scope())
        {
            Holds(Precision.Float16, x, default(Relu));
            Holds(Precision.TensorFloat32, x, default(Relu));
            Holds(Precision.Float32, x, default(Relu));
            Holds(Precision.BFloat16, x, default(Tanh));
            Holds(Precision.BFloat16, x.Reshape(2, Rows / 2, Inputs), default(Relu));
        }
        Holds(Precision.BFloat16, x, default(Relu)); // nothing would free what is widened

        void Holds<TOp>(Precision precision, Tensor input, TOp activation) where TOp : unmanaged, IUnaryOp<TOp>
        {
            using var autocast = Autocast.To(precision);
            var output = Functional.Linear(input, w, bias, activation, feedsProducts: true);
            Assert.Null(output.InProductsFormat);
            Parity.AssertSameBits(Functional.Linear(input, w, bias, activation).ToArray(), output.ToArray());
        }
    }

    private static float[] Step(Device device, bool drops, bool feedsProducts)
    {
        using var autocast = Autocast.To(Precision.BFloat16);
        Tensor[] leaves =
        [
            Drawn(device, 1, Rows, Inputs), Drawn(device, 2, Outputs, Inputs), Drawn(device, 3, 1, Outputs).Reshape(Outputs),
            Drawn(device, 4, 8, Outputs), Drawn(device, 5, 1, 8).Reshape(8),
        ];
        foreach (var leaf in leaves) leaf.RequiresGrad = true;
        var h = drops
            ? Functional.Linear(leaves[0], leaves[1], leaves[2], default(Relu), 0.4, new Generator(seed: 6), feedsProducts)
            : Functional.Linear(leaves[0], leaves[1], leaves[2], default(Relu), feedsProducts);
        var y = Functional.Linear(h, leaves[3], leaves[4]);
        y.Backward(Drawn(device, 7, Rows, 8));
        return [.. y.ToArray(), .. leaves.SelectMany(leaf => leaf.Grad!.ToArray())];
    }

    private static Tensor Drawn(Device device, int seed, int rows, int columns) =>
        Tensor.From<float>(Samples.Uniform(rows * columns, seed), [rows, columns], device);
}
