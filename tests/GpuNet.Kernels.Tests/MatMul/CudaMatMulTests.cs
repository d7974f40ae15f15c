#if EMBEDDED_ENGINE
using System.Reflection;
using GpuNet.TestKit;
using ILGPU;

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
        Check<BufferedTile128x64, CopyByItems, AddToStored>(cuda.Device, [3]);
        Check<BufferedTile128x128, CopyByDevice, AddBias>(cuda.Device, [3]);
        Check<BufferedTile128x128, CopyByItems, StoreSum>(cuda.Device, [2]);
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
        // Four quads for each of four steps, and one for each half of the rows on its way to C.
        Assert.Equal((4 * 4 + 2) * kernels.Count, ptx.Split("ld.shared.v4.f32").Length - 1);
        Assert.DoesNotContain("ld.shared.f32", ptx);
        Assert.Equal(2 * kernels.Count, ptx.Split("st.global.v4.f32").Length - 1);
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
                var (expected, actual) = (device.Allocate(m * n, 0.5f), device.Allocate(m * n, 0.5f));
                device.Run(
                    ReferenceMatMul.Kernel<TEpilogue, float, PortableMath>, m * n, a, b, OperandOf(expected), expected.View, shape, epilogue);
                BufferedProducts.Run<TTile, TCopy, TEpilogue>(device, a, b, OperandOf(actual), actual.View, shape, epilogue);
                SampleData.AssertSameBits(expected.Read(), actual.Read());

                ArrayView<float> OperandOf(DeviceArray<float> c) => typeof(TEpilogue) == typeof(AddToStored) ? c.View : bias;
            }
        }
    }
}
#endif
