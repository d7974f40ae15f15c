#if EMBEDDED_ENGINE
using System.Reflection;
using GpuNet.Engine.Backends.Ptx;
using GpuNet.TestKit;

namespace GpuNet.Kernels.Tests;

/// <summary>Matrix multiplies that only CUDA devices run: their PTX, in all transpositions, over shapes that leave remainders.</summary>
public class CudaMatMulTests
{
    [Fact]
    public void The_buffered_variant_gives_the_same_bits_for_any_tile_and_copy()
    {
        using var cuda = new CudaKernelDevice();
        Check<BufferedTile64x64, CopyByDevice, StoreSum>(cuda.Device, [0, 1, 2, 3]);
        Check<BufferedTile128x64, CopyByDevice, Then<AddBias, Relu>>(cuda.Device, [0]);
        Check<BufferedTile128x64, CopyByItems, ThenAdd<StoreSum>>(cuda.Device, [3]);
        Check<BufferedTile128x128, CopyByDevice, AddBias>(cuda.Device, [3]);
        Check<BufferedTile128x128, CopyByItems, StoreSum>(cuda.Device, [2]);
        Check<BufferedTile128x64, CopyByDevice, ThenDropout<Then<AddBias, Relu>>>(cuda.Device, [2], new(default, DropoutRate.Of(0.4)));
    }

    /// <summary>Every tile, and every order of both operands.</summary>
    private static IEnumerable<MethodInfo> BufferedKernels() =>
        from types in (Type[][])
        [
            [typeof(BufferedTile64x64), typeof(AdjacentLines), typeof(AdjacentSteps), typeof(CopyByItems)],
            [typeof(BufferedTile128x64), typeof(AdjacentSteps), typeof(AdjacentLines), typeof(CopyByItems)],
            [typeof(BufferedTile128x128), typeof(AdjacentSteps), typeof(AdjacentLines), typeof(CopyByDevice)],
            [typeof(BufferedTile128x128), typeof(AdjacentSteps), typeof(AdjacentSteps), typeof(CopyByDevice)],
            [typeof(BufferedTile128x128), typeof(AdjacentLines), typeof(AdjacentLines), typeof(CopyByDevice)],
        ]
        select typeof(BufferedMatMul).GetMethod("Kernel")!
            .MakeGenericMethod([.. types, typeof(Then<AddBias, Relu>), typeof(PortableMath)]);

    [Theory]
    [InlineData("sm_80")]
    [InlineData("sm_90")]
    public void Sums_stay_in_registers_and_quads_are_single_accesses(string architecture)
    {
        var kernels = BufferedKernels().Select(CudaSourceTests.Emit).ToList();
        string ptx = CudaCompiler.Compile(architecture, kernels);
        Assert.DoesNotContain(".local", ptx);
        // Four quads for each of four steps; of each half of the rows on its way to C, four at once.
        Assert.Equal((4 * 4 + 2 * 4) * kernels.Count, ptx.Split("ld.shared.v4.f32").Length - 1);
        Assert.Equal(2 * kernels.Count, ptx.Split("ld.shared.f32").Length - 1); // where C has no whole quads
        Assert.Equal(2 * 4 * kernels.Count, ptx.Split("st.global.v4.f32").Length - 1);
    }

    /// <summary>Every tile and format, and every order of both operands.</summary>
    private static IEnumerable<MethodInfo> TensorKernels() =>
        from types in (Type[][])
        [
            [typeof(TensorTile64x64), typeof(TensorFloat16), typeof(AdjacentLines), typeof(AdjacentSteps)],
            [typeof(TensorTile128x128), typeof(TensorBFloat16), typeof(AdjacentSteps), typeof(AdjacentLines)],
            [typeof(TensorTile128x256), typeof(TensorBFloat16), typeof(AdjacentSteps), typeof(AdjacentSteps)],
            [typeof(TensorTile128x256), typeof(TensorFloat32), typeof(AdjacentLines), typeof(AdjacentLines)],
        ]
        select typeof(TensorCoreMatMul).GetMethod("Kernel")!
            .MakeGenericMethod([.. types, typeof(Then<AddBias, Relu>), typeof(PortableMath)]);

    [Theory]
    [InlineData("sm_80")]
    [InlineData("sm_90")]
    public void Sums_of_tensor_cores_stay_in_registers(string architecture)
    {
        var kernels = TensorKernels().Select(CudaSourceTests.Emit).ToList();
        Assert.All(kernels.SelectMany(kernel => PtxForms.In(kernel.Text)), assembly => Assert.Null(PtxForms.FirstUnknown(assembly)));
        string ptx = CudaCompiler.Compile(architecture, kernels);
        Assert.DoesNotContain(".local", ptx);
        // 16 x 8 outputs and 32 bytes of k each, four times; fragments by the instruction for them, but those of TF32 that lie across.
        Assert.Equal(4 * (8 + 32 + 32 + 32), ptx.Split("mma.sync.").Length - 1);
        Assert.Equal(4 * (2 + 2 + 4 + 4 + 4 + 4), ptx.Split("ldmatrix.sync.").Length - 1);
    }

    [Theory]
    [InlineData("sm_80")]
    [InlineData("sm_90")]
    public void Products_that_drop_keep_sums_in_registers_and_store_quads(string architecture)
    {
        Type[] end = [typeof(ThenDropout<Then<AddBias, Relu>>), typeof(PortableMath)];
        MethodInfo[] kernels =
        [
            typeof(BufferedMatMul).GetMethod("Kernel")!.MakeGenericMethod(
                [typeof(BufferedTile128x128), typeof(AdjacentSteps), typeof(AdjacentSteps), typeof(CopyByDevice), .. end]),
            typeof(TensorCoreMatMul).GetMethod("Kernel")!.MakeGenericMethod(
                [typeof(TensorTile128x256), typeof(TensorBFloat16), typeof(AdjacentSteps), typeof(AdjacentSteps), .. end]),
        ];
        string ptx = CudaCompiler.Compile(architecture, kernels.Select(CudaSourceTests.Emit));
        Assert.DoesNotContain(".local", ptx);
        Assert.Contains("st.global.v4.f32", ptx);
        // The rounded copy.
        Assert.Contains("st.global.v4.u16", ptx);
    }

    [Fact]
    public void Tensor_cores_multiply_bfloat16_in_all_transpositions()
    {
        using var cuda = new CudaKernelDevice();
        CheckBFloat16<TensorTile64x64>(cuda.Device, [0, 1, 2, 3]);
        CheckBFloat16<TensorTile128x128>(cuda.Device, [2]);
        CheckBFloat16<TensorTile128x256>(cuda.Device, [3]);
    }

    [Fact]
    public void Tensor_cores_multiply_float16()
    {
        using var cuda = new CudaKernelDevice();
        CheckRounded<TensorTile64x64, TensorFloat16, short>(
            cuda.Device, [0], 10, MidpointRounding.ToEven, value => BitConverter.HalfToInt16Bits((System.Half)value));
    }

    [Fact]
    public void Tensor_cores_round_singles_to_TF32()
    {
        using var cuda = new CudaKernelDevice();
        CheckRounded<TensorTile64x64, TensorFloat32, float>(
            cuda.Device, [0, 1, 2, 3], 10, MidpointRounding.AwayFromZero, value => value);
        CheckRounded<TensorTile128x128, TensorFloat32, float>(
            cuda.Device, [0], 10, MidpointRounding.AwayFromZero, value => value);
    }

    [Fact]
    public void The_engines_own_PTX_multiplies_as_NVRTCs_does()
    {
        PtxTranslator.Require();
        using var cuda = new CudaKernelDevice(byPtx: true);
        Check<BufferedTile64x64, CopyByDevice, StoreSum>(cuda.Device, [1]);
        CheckBFloat16<TensorTile64x64>(cuda.Device, [1]);
        CheckRounded<TensorTile64x64, TensorFloat32, float>(cuda.Device, [2], 10, MidpointRounding.AwayFromZero, value => value);
    }

    [Fact]
    public void Sums_stay_in_registers_of_the_engines_own_PTX() => Assert.All(
        BufferedKernels().Concat(TensorKernels()),
        kernel => Assert.DoesNotContain(".local", PtxEmitter.Emit(EveryKernel.Translate(kernel)).Text));

    private static void CheckBFloat16<TTile>(KernelDevice device, int[] transpositions)
        where TTile : unmanaged, ITensorTile =>
        CheckRounded<TTile, TensorBFloat16, short>(
            device, transpositions, 7, MidpointRounding.ToEven,
            value => (short)(BitConverter.SingleToInt32Bits(TensorProducts.Round(value, 7, MidpointRounding.ToEven)) >> 16));

    /// <summary>Against double precision, with operands rounded by a formula of numbers, not of bits.</summary>
    private static void CheckRounded<TTile, TFormat, TNumber>(
        KernelDevice device, int[] transpositions, int bits, MidpointRounding ties, Func<float, TNumber> store)
        where TTile : unmanaged, ITensorTile
        where TFormat : unmanaged, ITensorFormat
        where TNumber : unmanaged
    {
        foreach (var (m, n, k) in ((int, int, int)[])[(64, 64, 64), (136, 72, 200), (33, 10, 17), (8, 264, 8), (2, 3, 0)])
        {
            float[] a = SampleData.Floats(1, m * k), b = SampleData.Floats(2, k * n), bias = SampleData.Floats(3, n);
            foreach (var transposition in transpositions)
            {
                var shape = MatMulShape.Dense(m, n, k, (transposition & 1) != 0, (transposition & 2) != 0);
                var c = device.Allocate(m * n);
                TensorProducts.Run<TTile, TFormat, TNumber, Then<AddBias, Relu>>(
                    device, device.Upload(Array.ConvertAll(a, store.Invoke)).View, device.Upload(Array.ConvertAll(b, store.Invoke)).View,
                    EpilogueOperands<float>.Of(device.Upload(bias).View), c.View, shape);
                var actual = c.Read();
                for (var at = 0; at < actual.Length; at++)
                {
                    double sum = 0, size = 0;
                    for (var step = 0; step < k; step++)
                    {
                        double product =
                            (double)TensorProducts.Round(a[at / n * shape.ARow + step * shape.AColumn], bits, ties)
                            * TensorProducts.Round(b[step * shape.BRow + at % n * shape.BColumn], bits, ties);
                        sum += product;
                        size += Math.Abs(product);
                    }

                    // Sums are singles, added in pieces, perhaps cut off instead of rounded.
                    Assert.Equal(Math.Max(sum + bias[at % n], 0), actual[at], (size + 1) * 1e-6);
                }
            }
        }
    }

    private static void Check<TTile, TCopy, TEpilogue>(KernelDevice device, int[] transpositions, TEpilogue epilogue = default)
        where TTile : unmanaged, IBufferedTile
        where TCopy : unmanaged, ITileCopy
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
    {
        foreach (var (m, n, k) in ((int, int, int)[])[.. BufferedProducts.Shapes, (3, 5, 0)])
        {
            foreach (var transposition in transpositions)
            {
                var shape = MatMulShape.Dense(m, n, k, (transposition & 1) != 0, (transposition & 2) != 0);
                var (a, b) = (device.Upload(SampleData.Floats(1, m * k)).View, device.Upload(SampleData.Floats(2, k * n)).View);
                var bias = device.Upload(SampleData.Floats(3, n)).View;
                var streams = device.Upload([new RandomStream(seed: 5, stream: 6)]).View;
                var (expected, actual) = (device.Allocate(m * n, 0.5f), device.Allocate(m * n, 0.5f));
                device.Run(
                    ReferenceMatMul.Kernel<TEpilogue, float, PortableMath>, m * n, a, b, OperandOf(expected), expected.View, shape, epilogue);
                BufferedProducts.Run<TTile, TCopy, TEpilogue>(device, a, b, OperandOf(actual), actual.View, shape, epilogue);
                SampleData.AssertSameBits(expected.Read(), actual.Read());

                EpilogueOperands<float> OperandOf(DeviceArray<float> c) =>
                    EpilogueOperands<float>.Of(c.View) with { Bias = bias, Streams = streams };
            }
        }
    }
}
#endif
