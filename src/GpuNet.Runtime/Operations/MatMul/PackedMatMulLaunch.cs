using System.Numerics;
using System.Runtime.Intrinsics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>
/// Launches the matrix multiply over packed operands: packs what <see cref="PackedMatMulPlan"/> says, then a launch for
/// each stretch of k.
/// </summary>
internal static class PackedMatMulLaunch
{
    /// <summary>Steps of k in a launch: so long a panel of B stays in the second-level cache, 128 KB.</summary>
    private const int StepsPerLaunch = 1024;

    /// <summary>Elements of a block of A: 512 KB, half of a usual second-level cache.</summary>
    private const int BlockElements = 1 << 17;

    /// <summary>Below so many multiplications, packing costs more than it saves.</summary>
    internal const long LeastProducts = 1 << 22;

    /// <summary>What every operand has to stay below, in elements, so that it can be packed.</summary>
    private const long MostElements = int.MaxValue / 2;

    /// <summary>
    /// Whether the product C is worth packing its operands, on a processor: where it is large, and where B would have to
    /// be transposed without it.
    /// </summary>
    internal static bool Suits(Tensor c, in MatMulShape shape)
    {
        var (m, n, k) = ((long)shape.M, (long)shape.N, (long)shape.K);
        return c.Device.IsProcessor && c.DType == DType.Float32
            && (m * n * k >= LeastProducts || MatMulLaunch.NeedsTransposing(shape)) && Fits(shape);
    }

    /// <summary>Whether no matrix of the product is too large to be packed.</summary>
    internal static bool Fits(in MatMulShape shape)
    {
        var (m, n, k) = ((long)shape.M, (long)shape.N, (long)shape.K);
        return m * k <= MostElements && n * k <= MostElements && m * n <= MostElements;
    }

    internal static void Run<TEpilogue, T, TMath>(
        Device device, ArrayView<T> a, ArrayView<T> b, EpilogueOperands<T> operands, ArrayView<T> c, MatMulShape shape,
        TEpilogue epilogue)
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        if (device.Kind == DeviceKind.OpenCl && Vector512.IsHardwareAccelerated)
        {
            Run<ItemTile8x16, TEpilogue, T, TMath>(device, a, b, operands, c, shape, epilogue);
        }
        else if (device.Kind == DeviceKind.OpenCl)
        {
            Run<ItemTile6x16, TEpilogue, T, TMath>(device, a, b, operands, c, shape, epilogue);
        }
        else if (Vector512.IsHardwareAccelerated)
        {
            Run<PackedTile12x32, TEpilogue, T, TMath>(device, a, b, operands, c, shape, epilogue);
        }
        else
        {
            Run<PackedTile6x16, TEpilogue, T, TMath>(device, a, b, operands, c, shape, epilogue);
        }
    }

    private static void Run<TTile, TEpilogue, T, TMath>(
        Device device, ArrayView<T> a, ArrayView<T> b, EpilogueOperands<T> operands, ArrayView<T> c, MatMulShape shape,
        TEpilogue epilogue)
        where TTile : unmanaged, IPackedTile
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var plan = PackedMatMulPlan.For<TTile>(shape);
        if (plan.TransposesC)
        {
            shape = shape.Transposed;
            (a, b) = (b, a);
        }

        if (plan.PacksA)
            Run<TTile, PanelRows, TEpilogue, T, TMath>(device, a, b, operands, c, shape, plan.TransposesC, epilogue);
        else Run<TTile, MatrixRows, TEpilogue, T, TMath>(device, a, b, operands, c, shape, plan.TransposesC, epilogue);
    }

    private static void Run<TTile, TRows, TEpilogue, T, TMath>(
        Device device, ArrayView<T> a, ArrayView<T> b, EpilogueOperands<T> operands, ArrayView<T> c, MatMulShape shape,
        bool transposesC, TEpilogue epilogue)
        where TTile : unmanaged, IPackedTile
        where TRows : unmanaged, IPackedRows
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        // An item with a whole tile keeps its sums to the end.
        var isItemTile = TTile.Width == 1;
        var stepsPerLaunch = isItemTile ? shape.K : Math.Min(StepsPerLaunch, shape.K);
        var groups = PackedMatMul.Groups<TTile>(shape.M, shape.N);
        using var packedA = new Scratch<T>(device, TRows.IsPacked ? PanelPacking.Count(shape.M, shape.K, TTile.Rows) : 1);
        using var packedB = new Scratch<T>(device, PanelPacking.Count(shape.N, shape.K, TTile.Columns));
        using var partial = new Scratch<T>(device, stepsPerLaunch < shape.K ? groups * TTile.Sums : 1);
        if (TRows.IsPacked)
        {
            Pack<PanelOfRows<TTile>, T>(
                device, a, packedA.View, shape.M, shape.K, shape.ARow, shape.AColumn, TTile.Width);
            a = packedA.View;
        }

        Pack<PanelOfColumns<TTile>, T>(
            device, b, packedB.View, shape.N, shape.K, shape.BColumn, shape.BRow, TTile.Width);
        var part = PackedShape.Of<TTile, TRows>(shape, transposesC);
        part.BlockTiles = BlockTiles<TTile>(stepsPerLaunch);
        if (isItemTile)
        {
            Launchers<TTile, TRows, TEpilogue, T, TMath>.MultiplyByItem.Launch(
                device, new KernelConfig(groups, 1), a, packedB.View, operands, c, part, epilogue);
            return;
        }

        for (part.FirstStep = 0; part.FirstStep < shape.K; part.FirstStep += stepsPerLaunch)
        {
            part.Steps = Math.Min(stepsPerLaunch, shape.K - part.FirstStep);
            Launchers<TTile, TRows, TEpilogue, T, TMath>.Multiply.Launch(
                device, new KernelConfig(groups, TTile.Width), a, packedB.View, partial.View, operands, c, part,
                epilogue);
        }
    }

    /// <summary>The tiles of rows that make a block of A, of so many steps.</summary>
    internal static int BlockTiles<TTile>(int steps) where TTile : unmanaged, IPackedTile =>
        Math.Max(1, BlockElements / (TTile.Rows * steps));

    private static void Pack<TPanel, T>(
        Device device, ArrayView<T> source, ArrayView<T> packed, int lines, int steps, int lineStride, int stepStride,
        int groupSize)
        where TPanel : unmanaged, IPanel
        where T : unmanaged, INumber<T>
    {
        var groups = PanelPacking.Groups(lines, steps, TPanel.Width);
        // Lanes without a line cost more in loads from everywhere than the other lanes gain.
        if (groupSize > 1 && (lineStride == 1 || TPanel.Width % groupSize == 0))
        {
            PackLaunchers<TPanel, T>.AlongLines.Launch(
                device, new KernelConfig(groups, groupSize), source, packed, lines, steps, lineStride, stepStride);
        }
        else if (lineStride == 1)
        {
            PackLaunchers<TPanel, T>.AdjacentSteps.Launch(
                device, new KernelConfig(groups, 1), source, packed, lines, steps, stepStride);
        }
        else
        {
            PackLaunchers<TPanel, T>.Across.Launch(device, new KernelConfig(groups, 1), source, packed, lines, steps);
        }
    }

    private static class PackLaunchers<TPanel, T>
        where TPanel : unmanaged, IPanel
        where T : unmanaged, INumber<T>
    {
        internal static readonly GroupKernel<ArrayView<T>, ArrayView<T>, int, int, int, int> AlongLines = new(
            PanelPacking.AlongLines<TPanel, T>);

        internal static readonly GroupKernel<ArrayView<T>, ArrayView<T>, int, int, int> AdjacentSteps = new(
            PanelPacking.AdjacentSteps<TPanel, T>);

        internal static readonly GroupKernel<ArrayView<T>, ArrayView<T>, int, int> Across = new(
            PanelPacking.Across<TPanel, T>);
    }

    private static class Launchers<TTile, TRows, TEpilogue, T, TMath>
        where TTile : unmanaged, IPackedTile
        where TRows : unmanaged, IPackedRows
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        internal static readonly GroupKernel<
            ArrayView<T>, ArrayView<T>, ArrayView<T>, EpilogueOperands<T>, ArrayView<T>, PackedShape, TEpilogue>
            Multiply = new(PackedMatMul.Kernel<TTile, TRows, TEpilogue, T, TMath>);

        internal static readonly GroupKernel<
            ArrayView<T>, ArrayView<T>, EpilogueOperands<T>, ArrayView<T>, PackedShape, TEpilogue>
            MultiplyByItem = new(PackedTileMatMul.Kernel<TTile, TRows, TEpilogue, T, TMath>);
    }
}
