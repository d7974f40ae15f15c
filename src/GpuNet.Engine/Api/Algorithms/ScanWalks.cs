using ILGPU.Algorithms.ScanReduceOperations;
using ILGPU.Runtime;

namespace ILGPU.Algorithms;

/// <summary><see cref="ScanKernels"/> for groups of one item (<see cref="Tiling"/>).</summary>
internal static class ScanWalks
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
        for (var index = Grid.IdxX * tileLength; index < end; ++index)
            total = operation.Apply(total, input[new LongIndex1D(index)]);
        totals[Grid.IdxX] = total;
    }

    public static void ScanTotals<T, TScanOperation>(ArrayView<T> totals)
        where T : unmanaged
        where TScanOperation : struct, IScanReduceOperation<T>
    {
        TScanOperation operation = default;
        var before = operation.Identity;
        for (var index = 0L; index < totals.Length; ++index)
        {
            var total = totals[index];
            totals[index] = before;
            before = operation.Apply(before, total);
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
        for (var index = Grid.IdxX * tileLength; index < end; ++index)
        {
            before = operation.Apply(before, input[new LongIndex1D(index)]);
            output[new LongIndex1D(index)] = before;
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
        for (var index = Grid.IdxX * tileLength; index < end; ++index)
        {
            // Read before it is written: both views may be the same.
            var value = input[new LongIndex1D(index)];
            output[new LongIndex1D(index)] = before;
            before = operation.Apply(before, value);
        }
    }
}
