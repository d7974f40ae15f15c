using GpuNet.Kernels;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Operations;

/// <summary>Operations on 16-bit floats compute in single precision and round their result once, gradients, too.</summary>
public class NarrowTests
{
    public static TheoryData<DType> Types => [DType.Float16, DType.BFloat16];

    [Theory, MemberData(nameof(Types))]
    public void Arithmetic_rounds_once(DType type)
    {
        using var scope = Tape.Scope();
        var (x, y) = (Samples.Uniform(500, seed: 1), Samples.Uniform(500, seed: 2, 0.1, 3));
        foreach (var id in TestDevices.Present)
        {
            var device = Device.Parse(id);
            var (a, b) = (Tensor.From<float>(x, device).To(type), Tensor.From<float>(y, device).To(type));
            Holds((p, q) => p + q, a + b);
            Holds((p, q) => p - q, a - b);
            Holds((p, q) => p * q, a * b);
            Holds((p, q) => p / q, a / b);
            Holds((p, _) => p * 0.1f, a * 0.1f);
            Holds((p, q) => p > q ? p : q, a.Maximum(b));
            Holds((p, q) => p > q ? 1 : 0, (a > b).To(type));

            void Holds(Func<float, float, float> formula, Tensor actual)
            {
                Assert.Equal(type, actual.DType);
                float[] expected = [.. x.Zip(y, (p, q) => Rounded(formula(Rounded(p, type), Rounded(q, type)), type))];
                Parity.AssertSameBits(expected, actual.To(DType.Float32).ToArray(), id);
            }
        }
    }

    [Theory, MemberData(nameof(Types))]
    public void Functions_are_those_of_floats_rounded(DType type)
    {
        float[] x = [.. Samples.Edges, .. Samples.Uniform(200, seed: 3)];
        (string Name, Func<Tensor, Tensor> Apply)[] operations =
        [
            ("tanh", t => t.Tanh()), ("gelu", t => t.Gelu()), ("clone", t => t.Clone()), ("exp", t => t.Exp()),
            ("softmax", t => t.Reshape(2, -1)[1..].Softmax()), ("sum", t => t.Reshape(2, -1)[1..].Sum()),
            ("mean", t => t.Reshape(2, -1).Mean(1)), ("max", t => t.Reshape(2, -1).Max(0)),
            ("product", t => t[..4].Reshape(2, 2).MatMul(t[4..8].Reshape(2, 2), transposeOther: true)),
            ("linear", t => Functional.Linear(t[2..6].Reshape(2, 2), t[2..6].Reshape(2, 2), t[4..6], default(Tanh))),
            ("glu", t => Functional.Gate(t.Reshape(3, -1), default(Glu))), ("sparsemax", t => t[22..].Sparsemax()),
            ("where", t => Functional.Where(t > 0, t, -t)), ("penalty", t => Functional.L2Penalty(t[22..], 0.1f)),
            ("slice", t => t.Reshape(2, 111)[.., 1..5]), ("transpose", t => t.Reshape(2, 111).Transpose()),
            ("broadcast", t => t[22..122].Reshape(10, 10) + t[22..32]),
            // Their squares, sums of powers and products are beyond what 16 bits hold.
            ("norm", t => (t[22..] * 256).Norm()), ("norm of 3", t => (t[22..] * 256).Norm(3, 0)),
            ("variance", t => (t[22..].Reshape(2, 100) * 256).Variance(1)), ("deviation", t => (t[22..] * 256).StandardDeviation()),
            ("log of sums", t => (t[22..] * 8).LogSumExp()), ("product of many", t => (t[22..30] * 4).Product()),
            ("dot", t => Functional.Dot(t[22..122] * 300, t[122..] * 256)),
            ("chain", t => (t * 2).Tanh().Square()),
        ];
        foreach (var (name, apply) in operations)
        {
            Parity.AssertOnAllDevices(device =>
            {
                using var scope = Tape.Scope();
                var stored = Tensor.From<float>(x, device).To(type);
                var actual = apply(stored);
                Assert.Equal(type, actual.DType);
                var bits = actual.To(DType.Float32).ToArray();
                if (name != "chain")
                    Parity.AssertSameBits(apply(stored.To(DType.Float32)).To(type).To(DType.Float32).ToArray(), bits, name);
                return bits;
            });
        }
    }

    [Theory, MemberData(nameof(Types))]
    public void Each_op_of_a_chain_rounds(DType type)
    {
        using var scope = Tape.Scope();
        var x = Samples.Uniform(100, seed: 4);
        var actual = ((Tensor.From<float>(x, Device.Cpu).To(type) * 3) + 0.3f).Square().To(DType.Float32).ToArray();
        float[] expected = [.. x.Select(v => Square(Rounded(Rounded(Rounded(v, type) * 3, type) + 0.3f, type)))];
        Parity.AssertSameBits(expected, actual);

        float Square(float v) => Rounded(v * v, type);
    }

    [Theory, MemberData(nameof(Types))]
    public void Gradients_have_the_type_of_their_tensor(DType type)
    {
        foreach (var id in TestDevices.Present)
        {
            using var scope = Tape.Scope();
            var device = Device.Parse(id);
            var x = Tensor.From<float>(Samples.Uniform(12, seed: 5), [3, 4], device).To(type);
            var w = Tensor.From<float>(Samples.Uniform(8, seed: 6), [2, 4], device).To(type);
            x.RequiresGrad = w.RequiresGrad = true;
            var labels = Tensor.From<long>([1, 0, 1], device);
            var scores = x.MatMul(w, transposeOther: true);
            var loss = Functional.CrossEntropy(scores + scores.Tanh(), labels); // two gradients add up
            loss.Backward();
            loss.Backward();
            Assert.Equal((type, type, type), (loss.DType, x.Grad!.DType, w.Grad!.DType));

            var (x64, w64) = (Double(x), Double(w));
            var scores64 = x64.MatMul(w64, transposeOther: true);
            Functional.CrossEntropy(scores64 + scores64.Tanh(), labels).Backward();
            var unit = type == DType.Float16 ? 1.0 / 2048 : 1.0 / 256;
            foreach (var (narrow, wide) in new[] { (x, x64), (w, w64) })
            {
                var expected = wide.Grad!.ToArray<double>();
                var scale = expected.Max(Math.Abs);
                var actual = narrow.Grad!.To(DType.Float64).ToArray<double>();
                for (var i = 0; i < expected.Length; i++)
                    Assert.InRange(actual[i] - 2 * expected[i], -12 * unit * scale, 12 * unit * scale);
            }
        }

        static Tensor Double(Tensor x)
        {
            var wide = x.Detach().To(DType.Float64);
            wide.RequiresGrad = true;
            return wide;
        }
    }

    [Fact]
    public void A_cast_hands_its_gradient_back_in_the_operands_type()
    {
        using var scope = Tape.Scope();
        var x = Tensor.From<float>([1, 2], Device.Cpu);
        x.RequiresGrad = true;
        (x.To(DType.BFloat16) * Tensor.From<float>([1.01f, 3], Device.Cpu).To(DType.BFloat16)).Sum().Backward();
        Assert.Equal(DType.Float32, x.Grad!.DType);
        Assert.Equal([Rounded(1.01f, DType.BFloat16), 3], x.Grad.ToArray());
        Assert.False(x.To(DType.Int32).RequiresGrad);
    }

    [Fact]
    public void Gradients_of_casts_can_be_differentiated_again()
    {
        using var scope = Tape.Scope();
        var x = Tensor.From<double>([1, 2], Device.Cpu);
        x.RequiresGrad = true;
        var y = x.To(DType.Float32).Square() * x.To(DType.Float32);
        var slope = Gradient.Of(y.Sum(), [x], createGraph: true)[0]!;
        Assert.Equal([3, 12], slope.ToArray<double>());
        Assert.Equal([6, 12], Gradient.Of(slope.Sum(), [x])[0]!.ToArray<double>());
    }

    private static float Rounded(float value, DType type) =>
        type == DType.Float16 ? (float)(Half)value : (BFloat16)value;
}
