using GpuNet.TestKit;
using ILGPU;

namespace GpuNet.Kernels.Tests;

/// <summary>
/// All variants of the matrix multiply, in all transpositions, over shapes that leave remainders of every tile: they
/// agree with double precision and, to the bit, with one upward sum of fused multiply-adds.
/// </summary>
public class MatMulTests
{
    private static readonly (int M, int N, int K)[] Shapes =
    [
        (1, 1, 1), (1, 1, 0), (2, 3, 1), (7, 5, 3), (8, 32, 16), (16, 16, 4), (17, 33, 5), (13, 1, 37), (1, 41, 19),
        (37, 29, 23), (66, 65, 35),
    ];

    [Theory]
    [EveryDevice]
    public void The_reference_is_one_upward_sum(string deviceName) =>
        CheckAll(deviceName, (device, a, b, c, shape) => device.Run(
            ReferenceMatMul.Kernel<StoreSum, float, PortableMath>, shape.M * shape.N,
            a, b, EpilogueOperands<float>.Of(c), c, shape, default(StoreSum)));

    [Theory]
    [EveryDevice]
    public void The_register_variant_gives_the_same_bits_for_any_width(string deviceName)
    {
        foreach (var width in (int[])[1, 3, 16])
        {
            CheckAll(deviceName, (device, a, b, c, shape) => device.RunGrouped(
                RegisterMatMul.Kernel<StoreSum, float, PortableMath>,
                new KernelConfig(RegisterMatMul.Groups(shape.M, shape.N, width), width),
                a, b, EpilogueOperands<float>.Of(c), c, shape, default(StoreSum)));
        }
    }

    [Theory]
    [EveryDevice]
    public void The_panel_variant_gives_the_same_bits(string deviceName) =>
        CheckAll(deviceName, (device, a, b, c, shape) => device.Run(
            PanelMatMul.Kernel<StoreSum, float, PortableMath>, PanelMatMul.Items(shape.M, shape.N),
            a, b, EpilogueOperands<float>.Of(c), c, shape, default(StoreSum)));

    [Theory]
    [EveryDevice]
    public void The_packed_variant_gives_the_same_bits_for_any_tile_layout_and_cut_of_k(string deviceName)
    {
        foreach (var (stepsPerLaunch, packsA, transposesC) in ((int, bool, bool)[])
            [(7, true, false), (1000, false, false), (7, false, true), (1000, true, true)])
        {
            CheckAll(deviceName, (device, a, b, c, shape) =>
                MultiplyPacked<PackedTile12x32>(device, a, b, c, shape, stepsPerLaunch, packsA, transposesC));
            CheckAll(deviceName, (device, a, b, c, shape) =>
                MultiplyPacked<PackedTile6x16>(device, a, b, c, shape, stepsPerLaunch, packsA, transposesC));
        }
    }

    [Theory]
    [EveryDevice]
    public void The_packed_variant_with_a_tile_an_item_gives_the_same_bits(string deviceName)
    {
        foreach (var (packsA, transposesC) in ((bool, bool)[])[(true, false), (false, false), (false, true)])
        {
            CheckAll(deviceName, (device, a, b, c, shape) =>
                MultiplyPacked<ItemTile8x16>(device, a, b, c, shape, 1000, packsA, transposesC));
        }

        CheckAll(deviceName, (device, a, b, c, shape) =>
            MultiplyPacked<ItemTile6x16>(device, a, b, c, shape, 1000, packsA: true, transposesC: true));
    }

    private static void MultiplyPacked<TTile>(
        KernelDevice device, ArrayView<float> a, ArrayView<float> b, ArrayView<float> c, MatMulShape shape,
        int stepsPerLaunch, bool packsA, bool transposesC)
        where TTile : unmanaged, IPackedTile
    {
        if (packsA)
            MultiplyPacked<TTile, PanelRows, StoreSum>(device, a, b, EpilogueOperands<float>.Of(c), c, shape, stepsPerLaunch, transposesC);
        else
            MultiplyPacked<TTile, MatrixRows, StoreSum>(device, a, b, EpilogueOperands<float>.Of(c), c, shape, stepsPerLaunch, transposesC);
    }

    internal static void MultiplyPacked<TTile, TRows, TEpilogue>(
        KernelDevice device, ArrayView<float> a, ArrayView<float> b, EpilogueOperands<float> operands, ArrayView<float> c,
        MatMulShape shape, int stepsPerLaunch, bool transposesC, TEpilogue epilogue = default)
        where TTile : unmanaged, IPackedTile
        where TRows : unmanaged, IPackedRows
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
    {
        if (transposesC)
        {
            shape = shape.Transposed;
            (a, b) = (b, a);
        }

        var groups = PackedMatMul.Groups<TTile>(shape.M, shape.N);
        if (TRows.IsPacked)
            a = Pack<PanelOfRows<TTile>>(device, a, shape.M, shape.K, shape.ARow, shape.AColumn, TTile.Width);
        var packedB = Pack<PanelOfColumns<TTile>>(device, b, shape.N, shape.K, shape.BColumn, shape.BRow, TTile.Width);
        var part = PackedShape.Of<TTile, TRows>(shape, transposesC);
        part.BlockTiles = 2;
        if (TTile.Width == 1)
        {
            device.RunGrouped(
                PackedTileMatMul.Kernel<TTile, TRows, TEpilogue, float, PortableMath>, new KernelConfig(groups, 1),
                a, packedB, operands, c, part, epilogue);
            return;
        }

        var partial = device.Allocate(groups * TTile.Sums);
        do
        {
            part.Steps = Math.Min(stepsPerLaunch, shape.K - part.FirstStep);
            device.RunGrouped(
                PackedMatMul.Kernel<TTile, TRows, TEpilogue, float, PortableMath>, new KernelConfig(groups, TTile.Width),
                a, packedB, partial.View, operands, c, part, epilogue);
            part.FirstStep += stepsPerLaunch;
        }
        while (part.FirstStep < shape.K);
    }

    private static ArrayView<float> Pack<TPanel>(
        KernelDevice device, ArrayView<float> source, int lines, int steps, int lineStride, int stepStride, int width)
        where TPanel : unmanaged, IPanel
    {
        var packed = device.Allocate((int)PanelPacking.Count(lines, steps, TPanel.Width)).View;
        var groups = PanelPacking.Groups(lines, steps, TPanel.Width);
        if (steps == 0)
            return packed;
        if (width > 1 && (lineStride == 1 || lines % 2 == 0))
        {
            device.RunGrouped(
                PanelPacking.AlongLines<TPanel, float>, new KernelConfig(groups, 8),
                source, packed, lines, steps, lineStride, stepStride);
        }
        else if (lineStride == 1)
        {
            device.RunGrouped(
                PanelPacking.AdjacentSteps<TPanel, float>, new KernelConfig(groups, 1),
                source, packed, lines, steps, stepStride);
        }
        else
        {
            device.RunGrouped(
                PanelPacking.Across<TPanel, float>, new KernelConfig(groups, 1), source, packed, lines, steps);
        }

        return packed;
    }

    [Theory]
    [EveryDevice]
    public void The_tiled_variant_gives_the_same_bits_for_any_tile(string deviceName)
    {
        CheckTiled<Tile4>(deviceName);
        CheckTiled<Tile8>(deviceName);
        CheckTiled<Tile16>(deviceName);
    }

    private static void CheckTiled<TTile>(string deviceName) where TTile : unmanaged, ITile =>
        CheckAll(
            deviceName,
            (device, a, b, c, shape) =>
            {
                var side = TTile.Side;
                var groups = TiledMatMul.Groups<TTile>(shape.M, shape.N);
                device.RunGrouped(
                    TiledMatMul.Kernel<TTile, StoreSum, float, PortableMath>,
                    new KernelConfig(new Index3D(groups, 1, 1), new Index3D(side, side, 1)),
                    a, b, EpilogueOperands<float>.Of(c), c, shape, default(StoreSum));
            },
            TTile.Side);

    // Not on OpenCL, where nothing launches it: a compiler for processors takes twenty seconds for each of its kernels.
    [Theory]
    [InlineData("cpu")]
    [InlineData("cpu:debug")]
    public void The_buffered_variant_gives_the_same_bits(string deviceName) =>
        CheckAll(
            deviceName,
            (device, a, b, c, shape) =>
                BufferedProducts.Run<BufferedTile64x64, CopyByItems, StoreSum>(device, a, b, EpilogueOperands<float>.Of(c), c, shape),
            (int)Math.Sqrt(BufferedTile64x64.Items),
            BufferedProducts.Shapes,
            [0, 3]);

    private static void CheckAll(
        string deviceName,
        Action<KernelDevice, ArrayView<float>, ArrayView<float>, ArrayView<float>, MatMulShape> multiply,
        int groupSide = 1,
        (int M, int N, int K)[]? shapes = null,
        int[]? transpositions = null)
    {
        using var device = KernelDevice.Open(deviceName);
        Assert.SkipUnless(groupSide * groupSide <= device.MaxGroupSize, $"no groups of {groupSide} x {groupSide}");
        foreach (var (m, n, k) in groupSide > 4 && device.RunsItemsOneByOne ? [(17, 33, 5)] : shapes ?? Shapes)
        {
            foreach (var transposition in transpositions ?? [0, 1, 2, 3])
            {
                var shape = MatMulShape.Dense(m, n, k, (transposition & 1) != 0, (transposition & 2) != 0);
                float[] a = SampleData.Floats(m + k, m * k), b = SampleData.Floats(n + k + 1, k * n);
                if (k == 3)
                    (a[0], b[1]) = (-1e-30f, 1e-30f); // a product that rounds to -0
                var c = device.Allocate(m * n);
                multiply(device, device.Upload(a).View, device.Upload(b).View, c.View, shape);
                SampleData.AssertSameBits(Expected(a, b, shape), c.Read());
            }
        }
    }

    /// <summary>The upward sum in float, after checking it against double precision.</summary>
    internal static float[] Expected(float[] a, float[] b, MatMulShape shape)
    {
        var c = new float[shape.M * shape.N];
        for (var i = 0; i < shape.M; i++)
        {
            for (var j = 0; j < shape.N; j++)
            {
                var sum = 0f;
                var exact = 0.0;
                for (var k = 0; k < shape.K; k++)
                {
                    float p = a[i * shape.ARow + k * shape.AColumn], q = b[k * shape.BRow + j * shape.BColumn];
                    sum = MathF.FusedMultiplyAdd(p, q, sum);
                    exact += (double)p * q;
                }

                Assert.Equal(exact, sum, 1e-5);
                c[i * shape.N + j] = sum;
            }
        }

        return c;
    }
}
