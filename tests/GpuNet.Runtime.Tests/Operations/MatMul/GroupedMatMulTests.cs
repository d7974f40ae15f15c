using GpuNet.Kernels;
using GpuNet.Operations;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Operations;

/// <summary>Products of differing shapes in one launch, against sums of fused multiply-adds on the host, bit for bit.</summary>
public class GroupedMatMulTests
{
    private const int Gap = 3;

    /// <summary>Rows, columns, depth, and whether A and B are stored transposed. The last is beyond what shares a launch.</summary>
    private static readonly (int M, int N, int K, bool A, bool B)[] Shapes =
    [
        (1, 1, 1, false, false), (17, 5, 33, false, true), (64, 65, 16, true, false), (3, 100, 0, false, false), (0, 4, 2, false, false),
        (40, 24, 7, true, true), (161, 163, 165, false, false),
    ];

    [Theory]
    [EveryDevice]
    public void Each_product_has_the_bits_of_its_own(string deviceName)
    {
        var device = Device.Parse(deviceName);
        using var scope = Tape.Scope();
        // In debug mode, every multiplication is a call.
        var shapes = deviceName == "cpu:debug" ? Shapes[..^1] : Shapes;
        List<GroupedProduct> products = [];
        int endA = 0, endB = 0, endC = 0;
        foreach (var (m, n, k, transposeA, transposeB) in shapes)
        {
            products.Add(new GroupedProduct
            {
                Shape = MatMulShape.Dense(m, n, k, transposeA, transposeB), StartA = endA, StartB = endB, StartC = endC,
            });
            (endA, endB, endC) = (endA + m * k + Gap, endB + k * n + Gap, endC + m * n + Gap);
        }
        float[] a = Samples.Uniform(endA, seed: 1), b = Samples.Uniform(endB, seed: 2), expected = Samples.Uniform(endC, seed: 3);
        var c = Tensor.From<float>(expected, device);
        for (var i = 0; i < shapes.Length; i++)
        {
            var ((m, n, k, transposeA, transposeB), product) = (shapes[i], products[i]);
            Reference.MatMulFused(
                a[product.StartA..(product.StartA + m * k)], b[product.StartB..(product.StartB + k * n)], m, n, k, transposeA, transposeB)
                .CopyTo(expected, product.StartC);
        }

        // Rounding is for a model's own products.
        using var rounded = Autocast.To(Precision.BFloat16);
        new GroupedMatMul(device, products).Run(Tensor.From<float>(a, device), Tensor.From<float>(b, device), c);

        Parity.AssertSameBits(expected, c.ToArray());
    }
}
