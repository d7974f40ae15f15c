#if EMBEDDED_ENGINE
using System.Text.RegularExpressions;
using GpuNet.TestKit;
using ILGPU;

namespace GpuNet.Kernels.Tests;

/// <summary>
/// Products by warpgroups of compute capability 9.0, on a fake device that finds operands by descriptors, as the PTX ISA manual
/// says, and refuses those that are not there yet, not fenced, or overwritten before their products have ended.
/// </summary>
public class WarpgroupMatMulTests
{
    /// <summary>Several tiles with a rest, less than one, and many steps. Where lines lie side by side, the last one's are no rows of 16 bytes.</summary>
    private static readonly (int M, int N, int K)[] Shapes = [(136, 264, 200), (8, 16, 8), (33, 18, 328)];

    [Fact]
    public void Bfloat16_is_multiplied_in_all_transpositions()
    {
        using var cuda = new CudaKernelDevice();
        CheckBFloat16<WarpgroupTile128x256>(cuda.Device, [0, 1, 2, 3]);
        CheckBFloat16<WarpgroupTile128x128>(cuda.Device, [0, 3]);
    }

    [Fact]
    public void Float16_is_multiplied_in_all_transpositions()
    {
        using var cuda = new CudaKernelDevice();
        Check<WarpgroupTile128x256, TensorFloat16, short>(cuda.Device, [2], 10, MidpointRounding.ToEven, ToHalf);
        Check<WarpgroupTile128x128, TensorFloat16, short>(cuda.Device, [1], 10, MidpointRounding.ToEven, ToHalf);

        static short ToHalf(float value) => BitConverter.HalfToInt16Bits((System.Half)value);
    }

    [Fact]
    public void Singles_are_rounded_to_TF32_and_multiplied()
    {
        using var cuda = new CudaKernelDevice();
        Check<WarpgroupTile128x256, TensorFloat32, float>(cuda.Device, [2], 10, MidpointRounding.AwayFromZero, value => value);
        Check<WarpgroupTile128x128, TensorFloat32, float>(cuda.Device, [2], 10, MidpointRounding.AwayFromZero, value => value);
    }

    [Fact]
    public void The_engines_own_PTX_multiplies_as_NVRTCs_does()
    {
        PtxTranslator.Require();
        using var cuda = new CudaKernelDevice(byPtx: true);
        CheckBFloat16<WarpgroupTile128x128>(cuda.Device, [1]);
        Check<WarpgroupTile128x256, TensorFloat32, float>(cuda.Device, [2], 10, MidpointRounding.AwayFromZero, value => value);
    }

    /// <summary>Eighths from -1 to 1: every format has them, and sums of their products are exact, in any order.</summary>
    [Fact]
    public void Epilogues_are_those_of_the_other_products()
    {
        using var cuda = new CudaKernelDevice();
        var device = cuda.Device;
        foreach (var (m, n, k) in ((int, int, int)[])[(40, 20, 128), (33, 10, 64)])
        {
            float[] a = Eighths(1, m * k), b = Eighths(2, k * n);
            var shape = MatMulShape.Dense(m, n, k, transposeB: true);
            var bias = device.Upload(SampleData.Floats(3, n)).View;
            var streams = device.Upload([new RandomStream(seed: 5, stream: 6)]).View;
            var epilogue = new ThenDropout<Then<AddBias, Relu>>(default, DropoutRate.Of(0.4));
            var (expected, actual, rounded) = (device.Allocate(m * n), device.Allocate(m * n), device.Upload(new ushort[m * n]));
            var operands = EpilogueOperands<float>.Of(actual.View) with { Bias = bias, Streams = streams };
            device.Run(
                ReferenceMatMul.Kernel<ThenDropout<Then<AddBias, Relu>>, float, PortableMath>, m * n, device.Upload(a).View, device.Upload(b).View,
                operands, expected.View, shape, epilogue);
            var inFormat = expected.Read().Select(value => TensorProducts.Round(value, 7, MidpointRounding.ToEven));
            Multiply(rounded, actual.View);
            SampleData.AssertSameBits(expected.Read(), actual.Read());
            Assert.Equal(inFormat, Widened(rounded));
            var alone = device.Upload(new ushort[m * n]);
            Multiply(alone, actual.View.SubView(0, 0));
            Assert.Equal(inFormat, Widened(alone));

            void Multiply(DeviceArray<ushort> target, ArrayView<float> c) =>
                WarpgroupProducts.Run<WarpgroupTile128x128, TensorBFloat16, short, ThenDropout<Then<AddBias, Relu>>>(
                    device, device.Upload(Array.ConvertAll(a, HighHalf)).View, device.Upload(Array.ConvertAll(b, HighHalf)).View,
                    operands with { Rounded = target.View }, c, shape, epilogue);
        }

        static IEnumerable<float> Widened(DeviceArray<ushort> numbers) => numbers.Read().Select(bits => BitConverter.Int32BitsToSingle(bits << 16));

        static float[] Eighths(int seed, int count) => Array.ConvertAll(SampleData.Floats(seed, count), value => MathF.Round(value * 8) / 8);
        static short HighHalf(float value) => (short)(BitConverter.SingleToInt32Bits(value) >> 16);
    }

    /// <summary>
    /// The sums are the text's own registers, declared once and before everything: nothing but products has them in hand until the last one
    /// has ended.
    /// </summary>
    [Fact]
    public void Sums_are_declared_once_and_nothing_touches_them_between_products()
    {
        var kernel = typeof(WarpgroupMatMul).GetMethod("Kernel")!.MakeGenericMethod(
            typeof(WarpgroupTile128x256), typeof(TensorBFloat16), typeof(AdjacentSteps), typeof(AdjacentLines), typeof(Then<AddBias, Relu>), typeof(PortableMath));
        string ptx = CudaCompiler.Compile("sm_90a", [CudaSourceTests.Emit(kernel)]);
        Assert.DoesNotContain(".local", ptx);
        Assert.Single(Regex.Matches(ptx, @"\.reg \.f32 sum<128>;"));
        Assert.DoesNotMatch(@"(?m)^(\$L|\s*@|\s*bra)", ptx[..ptx.IndexOf(".reg .f32 sum", StringComparison.Ordinal)]);
        string[] naming = [.. ptx.Split('\n', ';').Where(line => Regex.IsMatch(line, @"\bsum\d")).Select(line => line.Trim().Split(' ')[0])];
        string[] products = [.. Enumerable.Repeat("wgmma.mma_async.sync.aligned.m64n256k16.f32.bf16.bf16", 4)];
        Assert.Equal([.. Enumerable.Repeat("mov.f32", 128), .. products, .. Enumerable.Repeat("st.shared.v2.f32", 64)], naming);
    }

    private static void CheckBFloat16<TTile>(KernelDevice device, int[] transpositions) where TTile : unmanaged, IWarpgroupTile =>
        Check<TTile, TensorBFloat16, short>(
            device, transpositions, 7, MidpointRounding.ToEven,
            value => (short)(BitConverter.SingleToInt32Bits(TensorProducts.Round(value, 7, MidpointRounding.ToEven)) >> 16));

    /// <summary>Against double precision, with operands rounded by a formula of numbers, not of bits.</summary>
    private static void Check<TTile, TFormat, TNumber>(
        KernelDevice device, int[] transpositions, int bits, MidpointRounding ties, Func<float, TNumber> store)
        where TTile : unmanaged, IWarpgroupTile
        where TFormat : unmanaged, IWarpgroupFormat
        where TNumber : unmanaged
    {
        foreach (var (m, n, k) in Shapes)
        {
            float[] a = SampleData.Floats(1, m * k), b = SampleData.Floats(2, k * n), bias = SampleData.Floats(3, n);
            var (narrowA, narrowB) = (device.Upload(Array.ConvertAll(a, store.Invoke)).View, device.Upload(Array.ConvertAll(b, store.Invoke)).View);
            float[] roundedA = Array.ConvertAll(a, value => TensorProducts.Round(value, bits, ties));
            float[] roundedB = Array.ConvertAll(b, value => TensorProducts.Round(value, bits, ties));
            foreach (var transposition in transpositions)
            {
                var shape = MatMulShape.Dense(m, n, k, (transposition & 1) != 0, (transposition & 2) != 0);
                if (((transposition & 1) != 0 && m % 8 != 0) || ((transposition & 2) == 0 && n % 8 != 0)) continue;
                var c = device.Allocate(m * n);
                WarpgroupProducts.Run<TTile, TFormat, TNumber, Then<AddBias, Relu>>(
                    device, narrowA, narrowB, EpilogueOperands<float>.Of(device.Upload(bias).View), c.View, shape);
                var actual = c.Read();
                for (var at = 0; at < actual.Length; at++)
                {
                    double sum = 0, size = 0;
                    for (var step = 0; step < k; step++)
                    {
                        double product = (double)roundedA[at / n * shape.ARow + step * shape.AColumn]
                            * roundedB[step * shape.BRow + at % n * shape.BColumn];
                        sum += product;
                        size += Math.Abs(product);
                    }

                    Assert.Equal(Math.Max(sum + bias[at % n], 0), actual[at], (size + 1) * 1e-6);
                }
            }
        }
    }
}
#endif
