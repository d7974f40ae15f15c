using ILGPU;

namespace GpuNet.Kernels.Tests;

/// <summary>
/// Products with a short side by the kernel for them, in all transpositions and with every block, down to single lines and up to
/// last groups that share lines with the one before: the bits of one upward sum, each stored once.
/// </summary>
public class ThinMatMulTests
{
    // Neither steps nor lines are multiples of anything, or both are.
    private static readonly (int Lines, int Few, int K)[] Shapes =
        [(1, 1, 1), (1, 1, 0), (2, 2, 3), (5, 1, 16), (8, 8, 4), (19, 1, 37), (40, 3, 35), (33, 7, 21), (130, 1, 50), (128, 2, 32), (70, 4, 18), (150, 8, 9)];

    // Not on OpenCL, where nothing launches it.
    [Theory]
    [InlineData("cpu")]
    [InlineData("cpu:debug")]
    public void Every_block_gives_the_same_bits_for_any_width(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        foreach (var (lines, few, k) in device.RunsItemsOneByOne ? Shapes[..7] : Shapes)
        {
            for (var transposition = 0; transposition < 8; transposition++)
            {
                var (m, n) = (transposition & 4) != 0 ? (few, lines) : (lines, few);
                var shape = MatMulShape.Dense(m, n, k, (transposition & 1) != 0, (transposition & 2) != 0);
                float[] a = SampleData.Floats(m + k, m * k), b = SampleData.Floats(n + k + 1, k * n);
                var expected = MatMulTests.Expected(a, b, shape);
                var data = new Operands(device, device.Upload(a).View, device.Upload(b).View, shape);
                Check<Thin1x1>(data, expected);
                Check<Thin1x2>(data, expected);
                Check<Thin1x4>(data, expected);
                Check<Thin1x8>(data, expected);
                Check<Thin8x1>(data, expected);
                Check<Thin4x2>(data, expected);
                Check<Thin2x4>(data, expected);
            }
        }
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("cpu:debug")]
    public void Sums_are_added_once_to_what_is_stored(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        var shape = MatMulShape.Dense(37, 5, 6);
        float[] a = SampleData.Floats(1, 37 * 6), b = SampleData.Floats(2, 6 * 5);
        var data = new Operands(device, device.Upload(a).View, device.Upload(b).View, shape);
        // Three groups of 16 lines for 37: the last one has 11 of the second group's.
        var c = device.Allocate(37 * 5, 0.5f);
        Run<Thin1x8, ThenAdd<StoreSum>>(data, c.View, 16);
        SampleData.AssertSameBits([.. MatMulTests.Expected(a, b, shape).Select(v => 0.5f + v)], c.Read());
    }

    /// <summary>C = epilogue(A B) by the block, in groups of a width that there are lines for.</summary>
    internal static void Run<TBlock, TEpilogue>(Operands data, ArrayView<float> c, int width, TEpilogue epilogue = default, EpilogueOperands<float>? operands = null)
        where TBlock : unmanaged, IThinBlock
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
    {
        var thin = ThinShape.Of(data.Shape);
        var (many, few) = thin.LinesAreColumns != 0 ? (data.B, data.A) : (data.A, data.B);
        data.Device.RunGrouped(
            thin.LineStride == 1
                ? ThinMatMul.Kernel<TBlock, AdjacentLines, TEpilogue, float, PortableMath>
                : ThinMatMul.Kernel<TBlock, AdjacentSteps, TEpilogue, float, PortableMath>,
            new KernelConfig(ThinMatMul.Groups<TBlock>(thin.Lines, width), width),
            many, few, operands ?? EpilogueOperands<float>.Of(c), c, thin, epilogue);
    }

    private static void Check<TBlock>(Operands data, float[] expected) where TBlock : unmanaged, IThinBlock
    {
        var (lines, few) = (Math.Max(data.Shape.M, data.Shape.N), Math.Min(data.Shape.M, data.Shape.N));
        foreach (var width in (int[])[1, 4, 16])
        {
            if (few > TBlock.Few || width * TBlock.Lines > lines)
                continue;
            var c = data.Device.Allocate(data.Shape.M * data.Shape.N);
            Run<TBlock, StoreSum>(data, c.View, width);
            SampleData.AssertSameBits(expected, c.Read());
        }
    }

    /// <summary>A product's operands on a device.</summary>
    internal sealed record Operands(KernelDevice Device, ArrayView<float> A, ArrayView<float> B, MatMulShape Shape);
}
