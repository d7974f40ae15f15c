using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Operations;

public class MatMulTests
{
    private static readonly (int M, int N, int K)[] Sizes =
    [
        (1, 1, 1), (1, 7, 3), (5, 1, 9), (8, 32, 16), (9, 33, 17), (64, 10, 100), (17, 65, 31), (3, 5, 0), (0, 4, 3),
        (70, 66, 68),
    ];

    private static readonly (bool A, bool B)[] Transpositions =
        [(false, false), (true, false), (false, true), (true, true)];

    [Theory, EveryDevice]
    public void Every_transposition_gives_the_bits_of_the_definition(string id)
    {
        var device = Device.Parse(id);
        foreach (var (m, n, k) in Sizes)
        {
            foreach (var (transposeA, transposeB) in Transpositions)
            {
                var a = Samples.Uniform(m * k, seed: 1);
                var b = Samples.Uniform(k * n, seed: 2);
                using var scope = Tape.Scope();
                var c = Tensor.From<float>(a, transposeA ? [k, m] : [m, k], device)
                    .MatMul(Tensor.From<float>(b, transposeB ? [n, k] : [k, n], device), transposeA, transposeB);
                Assert.Equal([m, n], c.Shape.ToArray());
                Parity.AssertSameBits(
                    Reference.MatMulFused(a, b, m, n, k, transposeA, transposeB), c.ToArray(), $"{m}x{n}x{k}");
            }
        }
    }

    [Theory]
    [InlineData(65, 70, 1100)] // the processor packs one operand and cuts the sums along k
    [InlineData(65, 70, 1024)] // rows 4 KB apart: it packs both
    [InlineData(300, 160, 90)] // packed, with several blocks of rows
    public void Large_products_give_the_bits_of_the_definition(int m, int n, int k)
    {
        var (a, b) = (Samples.Uniform(m * k, seed: 1), Samples.Uniform(k * n, seed: 2));
        foreach (var (transposeA, transposeB) in new[] { (false, false), (true, false), (false, true), (true, true) })
        {
            using var scope = Tape.Scope();
            var c = Tensor.From<float>(a, transposeA ? [k, m] : [m, k], Device.Cpu)
                .MatMul(Tensor.From<float>(b, transposeB ? [n, k] : [k, n], Device.Cpu), transposeA, transposeB);
            Parity.AssertSameBits(Reference.MatMulFused(a, b, m, n, k, transposeA, transposeB), c.ToArray());
        }
    }

    [Theory, EveryDevice]
    public void Gradients_agree_with_central_differences(string id)
    {
        var device = Device.Parse(id);
        var (a, b) = (Samples.UniformDoubles(12, seed: 3), Samples.UniformDoubles(20, seed: 4));
        Gradients.AssertRight(device, [a, b], [[3, 4], [4, 5]], x => x[0].MatMul(x[1]));
        Gradients.AssertRight(device, [a, b], [[4, 3], [4, 5]], x => x[0].MatMul(x[1], transposeThis: true));
        Gradients.AssertRight(device, [a, b], [[3, 4], [5, 4]], x => x[0].MatMul(x[1], transposeOther: true));
        Gradients.AssertRight(device, [a, b], [[4, 3], [5, 4]], x => x[0].MatMul(x[1], true, true));
    }

    [Theory, EveryDevice]
    public void A_matrix_times_itself_takes_both_gradients(string id) =>
        Gradients.AssertRight(Device.Parse(id), [Samples.UniformDoubles(9, seed: 5)], [[3, 3]], x => x[0].MatMul(x[0]));

    [Theory, EveryDevice]
    public void Linear_is_a_product_with_the_transposed_weight_plus_a_bias(string id)
    {
        var device = Device.Parse(id);
        var (x, w, b) = (
            Samples.Uniform(33 * 17, seed: 6), Samples.Uniform(10 * 17, seed: 7), Samples.Uniform(10, seed: 8));
        using var scope = Tape.Scope();
        var y = Functional.Linear(
            Tensor.From<float>(x, [33, 17], device), Tensor.From<float>(w, [10, 17], device),
            Tensor.From<float>(b, device));
        var expected = Reference.MatMulFused(x, w, 33, 10, 17, false, true).Select(
            (value, i) => value + b[i % 10]).ToArray();
        Parity.AssertSameBits(expected, y.ToArray());
    }

    [Theory, EveryDevice]
    public void Gradients_of_linear_agree_with_central_differences(string id) =>
        Gradients.AssertRight(
            Device.Parse(id),
            [
                Samples.UniformDoubles(12, seed: 9), Samples.UniformDoubles(20, seed: 10),
                Samples.UniformDoubles(5, seed: 11),
            ],
            [[3, 4], [5, 4], [5]],
            x => Functional.Linear(x[0], x[1], x[2]).Tanh());

    [Fact]
    public void Inner_extents_that_differ_are_named_in_the_error()
    {
        using var scope = Tape.Scope();
        var a = Tensor.Zeros([2, 3], device: Device.Cpu);
        var error = Assert.Throws<ShapeMismatchException>(() => a.MatMul(Tensor.Zeros([4, 5], device: Device.Cpu)));
        Assert.Equal("MatMul: expected [3, ?] on the right of [2, 3], got [4, 5].", error.Message);
        Assert.Throws<ShapeMismatchException>(() => a.MatMul(Tensor.Zeros([4], device: Device.Cpu)));
        Assert.Throws<ShapeMismatchException>(
            () => Functional.Linear(
                a, Tensor.Zeros([5, 4], device: Device.Cpu), Tensor.Zeros([5], device: Device.Cpu)));
    }
}
