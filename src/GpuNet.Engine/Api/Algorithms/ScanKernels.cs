using ILGPU.Algorithms.ScanReduceOperations;
using ILGPU.Runtime;

namespace ILGPU.Algorithms;

/// <summary>The kernels of <see cref="ScanExtensions"/>; a group works on the tile of its index.</summary>
internal static class ScanKernels
{
    public static void FoldTiles<T, TStride, TScanOperation>(
        ArrayView1D<T, TStride> input,
        ArrayView<T> totals,
        long tileLength)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TScanOperation : struct, IScanReduceOperation<T>
    {
        TScanOperation operation = default;
        var total = operation.Identity;
        var end = IntrinsicMath.Min((Grid.IdxX + 1L) * tileLength, input.Length);
        for (var index = Grid.IdxX * tileLength + Group.IdxX; index < end; index += Group.DimX)
            total = operation.Apply(total, input[new LongIndex1D(index)]);
        total = GroupExtensions.AllReduce<T, TScanOperation>(total);
        if (Group.IsFirstThread)
            totals[Grid.IdxX] = total;
    }

    // For operations that do not commute.
    public static void FoldTilesInOrder<T, TStride, TScanOperation>(
        ArrayView1D<T, TStride> input,
        ArrayView<T> totals,
        long tileLength)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TScanOperation : struct, IScanReduceOperation<T>
    {
        TScanOperation operation = default;
        var total = operation.Identity;
        var end = IntrinsicMath.Min((Grid.IdxX + 1L) * tileLength, input.Length);
        for (var start = Grid.IdxX * tileLength; start < end; start += Group.DimX)
        {
            var index = new LongIndex1D(start + Group.IdxX);
            var value = index.X < end ? input[index] : operation.Identity;
            GroupExtensions.InclusiveScanWithBoundaries<T, TScanOperation>(value, out var boundaries);
            total = GroupExtensions.InclusiveScanNextIteration<T, TScanOperation>(
                total, boundaries.RightBoundary, value);
        }
        if (Group.IsFirstThread)
            totals[Grid.IdxX] = total;
    }

    public static void ScanTotals<T, TScanOperation>(ArrayView<T> totals)
        where T : unmanaged
        where TScanOperation : struct, IScanReduceOperation<T>
    {
        TScanOperation operation = default;
        var before = operation.Identity;
        for (var start = 0L; start < totals.Length; start += Group.DimX)
        {
            var index = start + Group.IdxX;
            var value = index < totals.Length ? totals[index] : operation.Identity;
            var scanned = GroupExtensions.ExclusiveScanWithBoundaries<T, TScanOperation>(value, out var boundaries);
            if (index < totals.Length)
                totals[index] = operation.Apply(before, scanned);
            before = GroupExtensions.ExclusiveScanNextIteration<T, TScanOperation>(
                before, boundaries.RightBoundary, value);
        }
    }

    public static void ScanTilesInclusive<T, TStrideIn, TStrideOut, TScanOperation>(
        ArrayView1D<T, TStrideIn> input,
        ArrayView1D<T, TStrideOut> output,
        ArrayView<T> totals,
        long tileLength)
        where T : unmanaged
        where TStrideIn : struct, IStride1D
        where TStrideOut : struct, IStride1D
        where TScanOperation : struct, IScanReduceOperation<T>
    {
        TScanOperation operation = default;
        var before = totals[Grid.IdxX];
        var end = IntrinsicMath.Min((Grid.IdxX + 1L) * tileLength, input.Length);
        for (var start = Grid.IdxX * tileLength; start < end; start += Group.DimX)
        {
            var index = new LongIndex1D(start + Group.IdxX);
            var value = index.X < end ? input[index] : operation.Identity;
            var scanned = GroupExtensions.InclusiveScanWithBoundaries<T, TScanOperation>(value, out var boundaries);
            if (index.X < end)
                output[index] = operation.Apply(before, scanned);
            before = GroupExtensions.InclusiveScanNextIteration<T, TScanOperation>(
                before, boundaries.RightBoundary, value);
        }
    }

    public static void ScanTilesExclusive<T, TStrideIn, TStrideOut, TScanOperation>(
        ArrayView1D<T, TStrideIn> input,
        ArrayView1D<T, TStrideOut> output,
        ArrayView<T> totals,
        long tileLength)
        where T : unmanaged
        where TStrideIn : struct, IStride1D
        where TStrideOut : struct, IStride1D
        where TScanOperation : struct, IScanReduceOperation<T>
    {
        TScanOperation operation = default;
        var before = totals[Grid.IdxX];
        var end = IntrinsicMath.Min((Grid.IdxX + 1L) * tileLength, input.Length);
        for (var start = Grid.IdxX * tileLength; start < end; start += Group.DimX)
        {
            var index = new LongIndex1D(start + Group.IdxX);
            var value = index.X < end ? input[index] : operation.Identity;
            var scanned = GroupExtensions.ExclusiveScanWithBoundaries<T, TScanOperation>(value, out var boundaries);
            if (index.X < end)
                output[index] = operation.Apply(before, scanned);
            before = GroupExtensions.ExclusiveScanNextIteration<T, TScanOperation>(
                before, boundaries.RightBoundary, value);
        }
    }
}
