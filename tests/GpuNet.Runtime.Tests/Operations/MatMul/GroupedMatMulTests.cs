using GpuNet.Kernels;
using GpuNet.Operations;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Operations;

/// <summary>Products of differing shapes in one launch, against sums of fused multiply-adds on the host, bit for bit.</summary>
public class GroupedMatMulTests
{
    private const int Gap = 3;

    /// <summary>
    /// Rows, columns, depth, and whether A and B are stored transposed. The last four are large: A as it is, twice in panels (because it
    /// is transposed, and because its rows lie 4 KB apart), and both.
    /// </summary>
    private static readonly (int M, int N, int K, bool A, bool B)[] Shapes =
    [
        (1, 1, 1, false, false), (17, 5, 33, false, true), (64, 65, 16, true, false), (3, 100, 0, false, false), (0, 4, 2, false, false),
        (40, 24, 7, true, true), (161, 163, 165, false, false), (131, 257, 129, true, false), (65, 66, 1024, false, false),
        (150, 129, 223, true, true),
    ];

    [Theory]
    [EveryDevice]
    public void Each_product_has_the_bits_of_its_own(string deviceName)
    {
        // In debug mode, every multiplication is a call.
        Check(Device.Parse(deviceName), deviceName == "cpu:debug" ? Shapes[..^4] : Shapes);
    }

    /// <summary>What GPUs run, by the processor's OpenCL.</summary>
    [Fact]
    public void The_variant_of_GPUs_gives_the_same_bits()
    {
        Assert.SkipUnless(TestDevices.Present.Contains("opencl:0"), "no OpenCL device");
        var shared = Device.Parse("opencl:0");
        Check(new Device(shared.Id, shared.Kind, shared.Ordinal, isProcessor: false, shared.Accelerator), Shapes);
    }

    private static void Check(Device device, (int M, int N, int K, bool A, bool B)[] shapes)
    {
        using var scope = Tape.Scope();
        List<GroupedProduct<MatMulShape>> products = [];
        int endA = 0, endB = 0, endC = 0;
        foreach (var (m, n, k, transposeA, transposeB) in shapes)
        {
            products.Add(new GroupedProduct<MatMulShape>
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
        new GroupedMatMul(device, DType.Float32, products).Run(Tensor.From<float>(a, device), Tensor.From<float>(b, device), c);

        Parity.AssertSameBits(expected, c.ToArray());
    }
}
