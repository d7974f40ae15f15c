using ILGPU.Algorithms.ScanReduceOperations;
using ILGPU.Runtime;

namespace ILGPU.Algorithms;

/// <summary>
/// Scans of whole views, in three kernels: every group folds its tile, one group scans the totals, and every group
/// scans its tile from there. Input and output may be the same view.
/// </summary>
public static class ScanExtensions
{
    // A total for every tile, in ints.
    public static LongIndex1D ComputeScanTempStorageSize<T>(this Accelerator accelerator, LongIndex1D dataLength)
        where T : unmanaged =>
        Interop.ComputeRelativeSizeOf<int, T>(Tiling.Of(accelerator, dataLength.X).Count);

    public static Scan<T, TStrideIn, TStrideOut> CreateScan<T, TStrideIn, TStrideOut, TScanOperation>(
        this Accelerator accelerator,
        ScanKind kind)
        where T : unmanaged
        where TStrideIn : struct, IStride1D
        where TStrideOut : struct, IStride1D
        where TScanOperation : struct, IScanReduceOperation<T>
    {
        var isWalked = Tiling.IsWalked(accelerator);
        var foldTiles = accelerator.LoadKernel<ArrayView1D<T, TStrideIn>, ArrayView<T>, long>(
            isWalked ? ScanWalks.FoldTiles<T, TStrideIn, TScanOperation>
            : Commutes<TScanOperation>() ? ScanKernels.FoldTiles<T, TStrideIn, TScanOperation>
            : ScanKernels.FoldTilesInOrder<T, TStrideIn, TScanOperation>);
        var scanTotals = accelerator.LoadKernel<ArrayView<T>>(
            isWalked ? ScanWalks.ScanTotals<T, TScanOperation> : ScanKernels.ScanTotals<T, TScanOperation>);
        var scanTiles = accelerator.LoadKernel<
            ArrayView1D<T, TStrideIn>, ArrayView1D<T, TStrideOut>, ArrayView<T>, long>(
            (isWalked, kind) switch
            {
                (true, ScanKind.Inclusive) => ScanWalks.ScanTilesInclusive<T, TStrideIn, TStrideOut, TScanOperation>,
                (true, _) => ScanWalks.ScanTilesExclusive<T, TStrideIn, TStrideOut, TScanOperation>,
                (_, ScanKind.Inclusive) => ScanKernels.ScanTilesInclusive<T, TStrideIn, TStrideOut, TScanOperation>,
                _ => ScanKernels.ScanTilesExclusive<T, TStrideIn, TStrideOut, TScanOperation>,
            });
        return (stream, input, output, temp) =>
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(output.Length, input.Length, nameof(output));
            ArgumentOutOfRangeException.ThrowIfLessThan(
                temp.Length, accelerator.ComputeScanTempStorageSize<T>(input.Extent).X, nameof(temp));
            if (input.HasNoData())
                return;
            var tiling = Tiling.Of(accelerator, input.Length);
            var totals = temp.Cast<T>().SubView(0, tiling.Count);
            foldTiles(stream, tiling.AllTiles, input, totals, tiling.TileLength);
            scanTotals(stream, tiling.OneGroup, totals);
            scanTiles(stream, tiling.AllTiles, input, output, totals, tiling.TileLength);
        };
    }

    // Room for elements of up to eight bytes.
    public static ScanProvider CreateScanProvider(this Accelerator accelerator, LongIndex1D dataLength) =>
        accelerator.CreateScanProvider<long>(dataLength);

    public static ScanProvider CreateScanProvider<T>(this Accelerator accelerator, LongIndex1D dataLength)
        where T : unmanaged =>
        new(accelerator, accelerator.ComputeScanTempStorageSize<T>(dataLength));

    // Sums and extrema do; of other operations only their owner knows.
    private static bool Commutes<TScanOperation>() =>
        typeof(TScanOperation).Assembly == typeof(ScanExtensions).Assembly;
}
