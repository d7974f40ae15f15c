using GpuNet.Kernels;
using GpuNet.Operations;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Operations;

/// <summary>Products of rounded operands: the bits of a sum over k of fused multiply-adds of what .NET's own types round to.</summary>
public class RoundedMatMulTests
{
    private const int M = 13, K = 70, N = 18;

    public static TheoryData<Precision> Rounding => [Precision.TensorFloat32, Precision.BFloat16, Precision.Float16];

    [Theory, MemberData(nameof(Rounding))]
    public void Products_and_their_gradients_are_those_of_rounded_operands(Precision precision)
    {
        var (x, w) = (Samples.Uniform(M * K, seed: 1), Samples.Uniform(N * K, seed: 2));
        var (bias, dy) = (Samples.Uniform(N, seed: 3), Samples.Uniform(M * N, seed: 4));
        float[] expected = Multiply(precision, M, N, K, (i, k) => x[i * K + k], (k, j) => w[j * K + k]);
        float[] dx = Multiply(precision, M, K, N, (i, k) => dy[i * N + k], (k, j) => w[k * K + j]);
        float[] dw = Multiply(precision, N, K, M, (i, k) => dy[k * N + i], (k, j) => x[k * K + j]);
        foreach (var id in TestDevices.Present)
        {
            using var scope = Tape.Scope();
            var device = Device.Parse(id);
            var (a, b) = (Leaf(x, [M, K]), Leaf(w, [N, K]));
            Tensor product, layer;
            using (Autocast.To(precision))
            {
                product = a.MatMul(b, transposeOther: true);
                layer = Functional.Linear(a, b, Tensor.From<float>(bias, device), default(Relu));
            }
            AssertProducts(expected, product.ToArray(), device);
            AssertProducts([.. expected.Select((sum, i) => Math.Max(sum + bias[i % N], 0))], layer.ToArray(), device);

            product.Backward(Tensor.From<float>(dy, [M, N], device)); // outside the stretch: in the precision of the product
            AssertProducts(dx, a.Grad!.ToArray(), device);
            AssertProducts(dw, b.Grad!.ToArray(), device);
            Assert.Equal(Precision.Float32, Autocast.Current);

            Tensor Leaf(float[] values, Shape shape)
            {
                var leaf = Tensor.From<float>(values, shape, device);
                leaf.RequiresGrad = true;
                return leaf;
            }
        }
    }

    /// <summary>The same bits; but tensor cores add in an order of their own.</summary>
    private static void AssertProducts(float[] expected, float[] actual, Device device)
    {
        if (TensorMatMulLaunch.Suits(device))
            Near.AssertWithin(0, K * 1e-6, [.. expected.Select(value => (double)value)], actual);
        else Parity.AssertSameBits(expected, actual, device.Id);
    }

    [Theory, MemberData(nameof(Rounding))]
    public void Large_products_stay_within_the_error_of_single_sums(Precision precision)
    {
        const int Size = 160; // packed, on processors
        var (x, y) = (Samples.Uniform(Size * Size, seed: 5), Samples.Uniform(Size * Size, seed: 6));
        var (left, right) = (Array.ConvertAll(x, v => Round(v, precision)), Array.ConvertAll(y, v => Round(v, precision)));
        foreach (var id in TestDevices.Present.Where(id => id != "cpu:debug"))
        {
            using var scope = Tape.Scope();
            using var autocast = Autocast.To(precision);
            var device = Device.Parse(id);
            var actual = Tensor.From<float>(x, [Size, Size], device).MatMul(Tensor.From<float>(y, [Size, Size], device)).ToArray();
            for (var i = 0; i < Size; i++)
            {
                for (var j = 0; j < Size; j++)
                {
                    var (sum, magnitude) = (0.0, 0.0);
                    for (var k = 0; k < Size; k++)
                    {
                        var term = (double)left[i * Size + k] * right[k * Size + j];
                        (sum, magnitude) = (sum + term, magnitude + Math.Abs(term));
                    }
                    Assert.InRange(actual[i * Size + j] - sum, -Size * magnitude / (1 << 24), Size * magnitude / (1 << 24));
                }
            }
        }
    }

    [Fact]
    public void Doubles_and_products_outside_a_stretch_are_not_rounded()
    {
        using var scope = Tape.Scope();
        var x = Tensor.From<double>([1 + 1e-9], [1, 1], Device.Cpu);
        using (Autocast.To(Precision.BFloat16))
        {
            Assert.Equal(1 + 1e-9, x.MatMul(Tensor.Ones([1, 1], DType.Float64, Device.Cpu)).Item());
            using (Autocast.To(Precision.Float32)) Assert.Equal(1.001f, (float)Product());
            Assert.Equal(1, Product());
            var elsewhere = new Thread(() => Assert.Equal(Precision.Float32, Autocast.Current));
            elsewhere.Start();
            elsewhere.Join();
        }
        Assert.Equal(1.001f, (float)Product());
        Assert.Throws<ArgumentOutOfRangeException>(() => Autocast.To((Precision)7));

        static double Product() =>
            Tensor.Full([1, 1], 1.001, device: Device.Cpu).MatMul(Tensor.Ones([1, 1], device: Device.Cpu)).Item();
    }

    [Theory, EveryDevice]
    public void Batches_are_rounded_as_single_products_are(string id)
    {
        using var scope = Tape.Scope();
        using var autocast = Autocast.To(Precision.BFloat16);
        var device = Device.Parse(id);
        foreach (var (m, k, n) in ((int, int, int)[])[(3, 4, 5), (40, 24, 72)])
        {
            var x = Tensor.From<float>(Samples.Uniform(2 * m * k, seed: 10), [2, m, k], device);
            var y = Tensor.From<float>(Samples.Uniform(2 * k * n, seed: 11), [2, k, n], device);
            var batch = x.MatMul(y).ToArray();
            for (var i = 0; i < 2; i++)
            {
                float[] expected = x[i..(i + 1)].Reshape(m, k).MatMul(y[i..(i + 1)].Reshape(k, n)).ToArray();
                AssertProducts(expected, batch[(m * n * i)..(m * n * (i + 1))], device);
            }
        }
    }

    [Theory, EveryDevice]
    public void A_prepared_step_replays_the_bits_of_its_code(string id)
    {
        using var scope = Tape.Scope();
        var device = Device.Parse(id);
        var x = Tensor.From<float>(Samples.Uniform(12, seed: 7), [3, 4], device);
        var w = Tensor.From<float>(Samples.Uniform(8, seed: 8), [2, 4], device).Keep();
        w.RequiresGrad = true;
        Tensor? loss = null;
        using var step = PreparedStep.Record(device, Step);
        var next = Samples.Uniform(12, seed: 9);
        x.CopyFrom<float>(next);
        step.Run();
        var (replayed, gradient) = (loss!.ToArray(), w.Grad!.ToArray());
        Step();
        Parity.AssertSameBits(loss.ToArray(), replayed);
        Parity.AssertSameBits(w.Grad.ToArray(), gradient);

        void Step()
        {
            w.ZeroGrad();
            using var autocast = Autocast.To(Precision.Float16);
            loss = x.MatMul(w, transposeOther: true).Square().Sum().Keep();
            loss.Backward();
        }
    }

    [Theory, EveryDevice]
    public void A_training_step_rounds_each_operand_once(string id)
    {
        using var scope = Tape.Scope();
        var device = Device.Parse(id);
        var x = Tensor.From<float>(Samples.Uniform(24, seed: 12), [6, 4], device);
        var labels = Tensor.From<int>([0, 1, 2, 0, 1, 2], [6], device);
        Tensor[] parameters = [Leaf(5, 4), Leaf(5), Leaf(5, 5), Leaf(5), Leaf(3, 5), Leaf(3)];
        using var arena = new ParameterArena(parameters);
        using var updater = new ParameterUpdater<SgdUpdate>(arena, new SgdUpdate(), 0.1);
        // Three inputs of layers, and three gradients of sums; nobody asks for the gradient of x, and the optimizer leaves weights rounded.
        // Tensor cores get what follows an activation, in both directions, from the launches that compute it.
        var rounded = Launches(Precision.BFloat16) - Launches(Precision.Float32);
        Assert.Equal(TensorMatMulLaunch.Suits(device) ? 2 : 6, rounded);

        int Launches(Precision precision)
        {
            Step(precision); // what is there from before is no part of a step
            using var step = PreparedStep.Record(device, () => Step(precision));
            return step.Length;
        }

        void Step(Precision precision)
        {
            using var autocast = Autocast.To(precision);
            arena.ZeroGrad();
            var h = Functional.Linear(x, parameters[0], parameters[1], default(Relu));
            h = Functional.Linear(h, parameters[2], parameters[3], default(Relu));
            Functional.CrossEntropy(Functional.Linear(h, parameters[4], parameters[5]), labels).Backward();
            updater.Step();
        }

        Tensor Leaf(params int[] shape)
        {
            var leaf = Tensor.From<float>(Samples.Uniform(shape.Aggregate(1, (a, b) => a * b), shape[0]), Shape.Create(shape), device).Keep();
            leaf.RequiresGrad = true;
            return leaf;
        }
    }

    [Theory, EveryDevice]
    public void What_layers_leave_rounded_is_what_a_pass_rounds(string id)
    {
        using var scope = Tape.Scope();
        var device = Device.Parse(id);
        foreach (var precision in (Precision[])[Precision.BFloat16, Precision.Float16])
        {
            using var autocast = Autocast.To(precision);
            foreach (var outputs in (int[])[20, 18]) // in quads, and not
            {
                var (x, weight) = (Drawn(7, 12), Drawn(outputs, 12));
                var (next, seed) = (Drawn(5, outputs), Drawn(7, outputs));
                x.RequiresGrad = true;
                var h = Functional.Linear(x, weight, Drawn(1, outputs).Reshape(outputs), default(Relu));
                Parity.AssertSameBits(
                    (h.Detach() * 1).MatMul(next, transposeOther: true).ToArray(), h.Detach().MatMul(next, transposeOther: true).ToArray());

                h.Backward(seed);
                Parity.AssertSameBits(Functional.Where(h.Detach() > 0, seed, Tensor.ZerosLike(seed)).MatMul(weight).ToArray(), x.Grad!.ToArray());
            }
        }

        Tensor Drawn(int rows, int columns) =>
            Tensor.From<float>(Samples.Uniform(rows * columns, rows + columns), [rows, columns], device);
    }

    [Theory, EveryDevice]
    public void What_was_rounded_is_rounded_again_when_it_has_changed(string id)
    {
        using var scope = Tape.Scope();
        using var autocast = Autocast.To(Precision.BFloat16);
        var device = Device.Parse(id);
        var one = Tensor.Ones([1, 1], device: device);
        var x = Tensor.From<float>([1, 2, 3], [3, 1], device).Keep();
        Check([1, 2, 3], x);
        Check([1, 2, 3], x); // the same copy
        Check([2, 3], x[1..]); // a part of it
        x.CopyFrom<float>([4, 5, 6]);
        Check([4, 5, 6], x);
        x[..1].CopyFrom<float>([7]); // through another tensor
        Check([7, 5, 6], x);
        using (Autocast.To(Precision.Float16)) Check([7, 5, 6], x);

        x.RequiresGrad = true;
        using var arena = new ParameterArena([x]);
        Check([7, 5, 6], x);
        arena.SetValues(Tensor.Ones(arena.Values.Shape, device: device));
        Check([1, 1, 1], x);

        Square().Backward();
        Check([2, 2, 2], x.Grad!);
        Square().Backward(); // adds
        Check([4, 4, 4], x.Grad!);

        void Check(float[] expected, Tensor tensor) => Assert.Equal(expected, tensor.Detach().MatMul(one).ToArray());

        Tensor Square() => x.Square().Sum();
    }

    /// <summary>Copies from before a recording are none of its own, and its own are nobody else's.</summary>
    [Theory, EveryDevice]
    public void Replays_round_what_has_changed_between_them(string id)
    {
        using var scope = Tape.Scope();
        using var autocast = Autocast.To(Precision.BFloat16);
        var device = Device.Parse(id);
        var (x, one) = (Tensor.From<float>([1, 2], [2, 1], device), Tensor.Ones([1, 1], device: device));
        var w = Tensor.From<float>([1, 1], [2, 1], device).Keep();
        w.RequiresGrad = true;
        AssertProduct([1, 2], x);
        Tensor? product = null;
        using (var step = PreparedStep.Record(device, Step))
        {
            Assert.Equal([1f, 2f], product!.ToArray());
            AssertProduct([1, 2], x);
            AssertProduct([1, 2], w.Grad!);
            x.CopyFrom<float>([3, 4]);
            step.Run();
            Assert.Equal([3f, 4f], product.ToArray());
            AssertProduct([3, 4], w.Grad!);
            AssertProduct([3, 4], x);
            step.Run();
        }
        AssertProduct([3, 4], x);

        void Step()
        {
            w.ZeroGrad();
            product = x.MatMul(one).Keep();
            (w * product).Sum().Backward();
        }

        void AssertProduct(float[] expected, Tensor tensor) => Assert.Equal(expected, tensor.MatMul(one).ToArray());
    }

    private static float[] Multiply(
        Precision precision, int rows, int columns, int steps, Func<int, int, float> a, Func<int, int, float> b)
    {
        var c = new float[rows * columns];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
                for (var k = 0; k < steps; k++)
                    c[i * columns + j] = MathF.FusedMultiplyAdd(Round(a(i, k), precision), Round(b(k, j), precision), c[i * columns + j]);
        return c;
    }

    private static float Round(float value, Precision precision)
    {
        if (precision == Precision.Float16) return (float)(Half)value;
        var fractionBits = precision == Precision.BFloat16 ? 7 : 10;
        var ties = precision == Precision.BFloat16 ? MidpointRounding.ToEven : MidpointRounding.AwayFromZero;
        var unit = Math.Pow(2, Math.ILogB(value) - fractionBits);
        return (float)(Math.Round(value / unit, ties) * unit);
    }
}
