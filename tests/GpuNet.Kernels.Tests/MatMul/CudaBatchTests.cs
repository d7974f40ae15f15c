#if EMBEDDED_ENGINE
using ILGPU;

namespace GpuNet.Kernels.Tests;

/// <summary>Batches of products by the kernels for CUDA, with one matrix that all products share.</summary>
public class CudaBatchTests
{
    private const int Products = 3, First = 1;

    /// <summary>Whole vectors of 16 bytes, and none.</summary>
    private static readonly (int M, int N, int K)[] Shapes = [(72, 16, 40), (17, 9, 11)];

    [Fact]
    public void Batches_are_exact_products_of_numbers_that_every_format_has()
    {
        using var cuda = new CudaKernelDevice();
        foreach (var (m, n, k) in Shapes)
        {
            // Eighths from -1 to 1: sums of their products are exact.
            float[] a = Eighths(1, Products * m * k), b = Eighths(2, k * n);
            var shape = MatMulShape.Dense(m, n, k, transposeB: true);
            var batch = new MatMulBatch
            {
                // A product for each matrix of A, and the same B.
                Matrices = new BroadcastShape { Size1 = 1, Size2 = 1, Size3 = Products, A3 = 1 },
                SizeA = m * k, SizeB = k * n, SizeC = m * n, First = First,
            };
            float[] expected =
            [
                .. Enumerable.Repeat(7f, First * m * n), // not of this launch
                .. from product in Enumerable.Range(First, Products - First)
                   from i in Enumerable.Range(0, m)
                   from j in Enumerable.Range(0, n)
                   select Enumerable.Range(0, k).Sum(step => a[(product * m + i) * k + step] * b[j * k + step]),
            ];
            Assert.Equal(expected, Buffered(cuda.Device, a, b, shape, batch));
            Assert.Equal(expected, Tensor<TensorFloat32, float>(cuda.Device, a, b, shape, batch));
            Assert.Equal(expected, Tensor<TensorBFloat16, short>(
                cuda.Device, Array.ConvertAll(a, HighHalf), Array.ConvertAll(b, HighHalf), shape, batch));
        }
    }

    /// <summary>One product of whole vectors of 16 bytes, one that starts behind a gap and has none: the same bits as by the reference.</summary>
    [Fact]
    public void Products_of_differing_shapes_share_a_launch()
    {
        using var cuda = new CudaKernelDevice();
        (int M, int N, int K, int Start)[] shapes = [(72, 68, 40, 0), (65, 9, 11, 5001)];
        float[] a = SampleData.Floats(1, 5001 + 65 * 11), b = SampleData.Floats(2, 5001 + 11 * 9), expected = new float[5001 + 65 * 9];
        List<GroupedProduct<BufferedShape>> products = [];
        List<GroupedBlock> blocks = [];
        foreach (var (m, n, k, start) in shapes)
        {
            var shape = MatMulShape.Dense(m, n, k, transposeA: true);
            blocks.AddRange(Enumerable.Range(0, BufferedMatMul.Groups<BufferedTile64x64>(m, n))
                .Select(block => new GroupedBlock { Owner = products.Count, Block = block }));
            products.Add(new() { Shape = BufferedShape.At(shape, start, start, start), StartA = start, StartB = start, StartC = start });
            for (int i = 0; i < m * n; i++)
            {
                for (int step = 0; step < k; step++)
                {
                    expected[start + i] = MathF.FusedMultiplyAdd(
                        a[start + step * m + i / n], b[start + step * n + i % n], expected[start + i]);
                }
            }
        }

        var (device, c) = (cuda.Device, cuda.Device.Allocate(expected.Length, 0));
        device.RunGrouped(
            GroupedMatMulKernels.Buffered<BufferedTile64x64, AdjacentLines, AdjacentLines, CopyByDevice, PortableMath>,
            new KernelConfig(blocks.Count, BufferedTile64x64.Items), device.Upload(a).View, device.Upload(b).View, c.View,
            device.Upload([.. products]).View, device.Upload([.. blocks]).View);
        Assert.Equal(expected, c.Read());
    }

    private static float[] Buffered(KernelDevice device, float[] a, float[] b, MatMulShape shape, MatMulBatch batch)
    {
        var (viewA, viewB, c) = (device.Upload(a).View, device.Upload(b).View, device.Allocate(Products * batch.SizeC, 7));
        device.RunGrouped(
            BatchedMatMulKernels.Buffered<
                BufferedTile64x64, AdjacentSteps, AdjacentSteps, CopyByDevice, StoreSum, PortableMath>,
            new KernelConfig(
                new Index3D(BufferedMatMul.Groups<BufferedTile64x64>(shape.M, shape.N), Products - First, 1),
                new Index3D(BufferedTile64x64.Items, 1, 1)),
            viewA, viewB, EpilogueOperands<float>.Of(c.View), c.View, BufferedShape.Of(shape, viewA, viewB, c.View), batch, default(StoreSum));
        return c.Read();
    }

    private static float[] Tensor<TFormat, TNumber>(
        KernelDevice device, TNumber[] a, TNumber[] b, MatMulShape shape, MatMulBatch batch)
        where TFormat : unmanaged, ITensorFormat
        where TNumber : unmanaged
    {
        var (viewA, viewB, c) = (device.Upload(a).View, device.Upload(b).View, device.Allocate(Products * batch.SizeC, 7));
        device.RunGrouped(
            BatchedMatMulKernels.Tensor<TensorTile64x64, TFormat, AdjacentSteps, AdjacentSteps, StoreSum, PortableMath>,
            new KernelConfig(
                new Index3D(TensorCoreMatMul.Groups<TensorTile64x64>(shape.M, shape.N), Products - First, 1),
                new Index3D(TensorTile64x64.Items, 1, 1),
                SharedMemoryConfig.RequestDynamic<float>(TensorCoreMatMul.SharedFloats<TensorTile64x64>())),
            viewA.Cast<short>(), viewB.Cast<short>(), EpilogueOperands<float>.Of(c.View), c.View, BufferedShape.Of(shape, viewA, viewB, c.View), batch,
            default(StoreSum));
        return c.Read();
    }

    private static float[] Eighths(int seed, int count) =>
        Array.ConvertAll(SampleData.Floats(seed, count), value => MathF.Round(value * 8) / 8);

    private static short HighHalf(float value) => (short)(BitConverter.SingleToInt32Bits(value) >> 16);
}
#endif
