using GpuNet.Kernels;
using GpuNet.TestKit;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Runtime.Tests.Gemm;

/// <summary>Products by cuBLAS against double precision, on CUDA devices; elsewhere it says that it cannot.</summary>
public class CuBlasTests
{
    private static readonly (int M, int N, int K)[] Sizes = [(1, 1, 1), (1, 7, 3), (5, 1, 9), (3, 5, 0), (17, 65, 31)];

    [Theory]
    [EveryDevice]
    public void Transpositions_are_exact_products_on_every_device_that_has_it(string deviceName)
    {
        var device = Device.Parse(deviceName);
        if (device.Kind != DeviceKind.Cuda || !CuBlas.IsAvailable)
        {
            var error = Assert.Throws<DeviceException>(() => device.GemmProvider = GemmProvider.CuBlas);
            Assert.Contains("cuBLAS", error.Message);
            return;
        }

        var library = CuBlas.For(device.Accelerator, "");
        foreach (var (m, n, k) in Sizes)
        {
            for (var transposition = 0; transposition < 4; transposition++)
            {
                var shape = MatMulShape.Dense(m, n, k, (transposition & 1) != 0, (transposition & 2) != 0);
                float[] a = Samples.Uniform(m * k, seed: 1), b = Samples.Uniform(k * n, seed: 2);
                CheckProduct(device, library, a, b, shape);
            }
        }
    }

    /// <summary>In single precision, and in narrow formats with numbers that they have.</summary>
    private static void CheckProduct(Device device, IGemmProvider library, float[] a, float[] b, MatMulShape shape)
    {
        using var scope = Tape.Scope();
        var c = Tensor.Zeros([shape.M, shape.N], device: device);
        var (onDeviceA, onDeviceB) = (Tensor.From<float>(a, [a.Length], device), Tensor.From<float>(b, [b.Length], device));
        library.Multiply(device.Stream, onDeviceA.View<float>(), onDeviceB.View<float>(), c.View<float>(), shape);
        Near.AssertWithin(0, (shape.K + 1) * shape.K * 6e-8, Exact(a, b, shape), c.ToArray());

        // Eighths from -1 to 1: every format has them, and their products are exact.
        float[] coarseA = Array.ConvertAll(a, Eighths), coarseB = Array.ConvertAll(b, Eighths);
        Narrow(TensorNumbers.TensorFloat32, value => [(short)BitConverter.SingleToInt32Bits(value), High(value)]);
        Narrow(TensorNumbers.BFloat16, value => [High(value)]);
        Narrow(TensorNumbers.Float16, value => [BitConverter.HalfToInt16Bits((System.Half)value)]);

        void Narrow(TensorNumbers numbers, Func<float, short[]> store)
        {
            using var left = device.Accelerator.Allocate1D(coarseA.SelectMany(store).Append((short)0).ToArray());
            using var right = device.Accelerator.Allocate1D(coarseB.SelectMany(store).Append((short)0).ToArray());
            var units = numbers == TensorNumbers.TensorFloat32 ? 2 : 1;
            ArrayView<short> viewA = left.View, viewB = right.View;
            Assert.True(library.MultiplyNarrow(
                device.Stream, numbers, viewA.SubView(0, a.Length * units), viewB.SubView(0, b.Length * units), c.View<float>(), shape));
            Assert.Equal(Exact(coarseA, coarseB, shape).Select(value => (float)value), c.ToArray());
        }
    }

    private static float Eighths(float value) => MathF.Round(value * 8) / 8;

    private static short High(float value) => (short)(BitConverter.SingleToInt32Bits(value) >> 16);

    private static double[] Exact(float[] a, float[] b, MatMulShape shape) =>
    [
        .. from i in Enumerable.Range(0, shape.M)
           from j in Enumerable.Range(0, shape.N)
           select Enumerable.Range(0, shape.K).Sum(
               k => (double)a[i * shape.ARow + k * shape.AColumn] * b[k * shape.BRow + j * shape.BColumn]),
    ];
}
