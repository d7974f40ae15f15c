using ILGPU.Algorithms.ComparisonOperations;
using ILGPU.Algorithms.ScanReduceOperations;
using ILGPU.Runtime;

namespace ILGPU.Algorithms;

public delegate void Unique<T>(
    AcceleratorStream stream,
    ArrayView<T> input,
    ArrayView<long> output,
    ArrayView<int> temp)
    where T : unmanaged;

/// <summary>
/// Removes repeated neighbours, as in a sorted view: what stays moves to the view's front in its order, and its number
/// goes to the first element of the output. The rest of the view keeps what it held.
/// </summary>
public static class UniqueExtensions
{
    // What stays, and a count for every tile.
    public static LongIndex1D ComputeUniqueTempStorageSize<T>(this Accelerator accelerator, LongIndex1D dataLength)
        where T : unmanaged =>
        Interop.ComputeRelativeSizeOf<int, long>(Tiling.Of(accelerator, dataLength.X).Count) +
        Interop.ComputeRelativeSizeOf<int, T>(dataLength.X);

    public static Unique<T> CreateUnique<T, TComparisonOperation>(this Accelerator accelerator)
        where T : unmanaged
        where TComparisonOperation : struct, IComparisonOperation<T>
    {
        var isWalked = Tiling.IsWalked(accelerator);
        var countTiles = accelerator.LoadKernel<ArrayView<T>, ArrayView<long>, long>(
            isWalked
                ? UniqueWalks.CountTiles<T, TComparisonOperation>
                : UniqueKernels.CountTiles<T, TComparisonOperation>);
        var scanCounts = accelerator.LoadKernel<ArrayView<long>>(
            isWalked ? ScanWalks.ScanTotals<long, AddInt64> : ScanKernels.ScanTotals<long, AddInt64>);
        var moveTiles = accelerator.LoadKernel<ArrayView<T>, ArrayView<T>, ArrayView<long>, ArrayView<long>, long>(
            isWalked
                ? UniqueWalks.MoveTiles<T, TComparisonOperation>
                : UniqueKernels.MoveTiles<T, TComparisonOperation>);
        var copyKept = accelerator.LoadAutoGroupedKernel<LongIndex1D, ArrayView<T>, ArrayView<T>, ArrayView<long>>(
            UniqueKernels.CopyKept);
        return (stream, input, output, temp) =>
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(output.Length, 1, nameof(output));
            ArgumentOutOfRangeException.ThrowIfLessThan(
                temp.Length, accelerator.ComputeUniqueTempStorageSize<T>(input.Length).X, nameof(temp));
            if (input.HasNoData())
            {
                output.SubView(0, 1).MemSetToZero(stream);
                return;
            }
            var tiling = Tiling.Of(accelerator, input.Length);
            var countsLength = Interop.ComputeRelativeSizeOf<int, long>(tiling.Count);
            var counts = temp.SubView(0, countsLength).Cast<long>();
            var kept = temp
                .SubView(countsLength, Interop.ComputeRelativeSizeOf<int, T>(input.Length))
                .Cast<T>()
                .SubView(0, input.Length);
            countTiles(stream, tiling.AllTiles, input, counts, tiling.TileLength);
            scanCounts(stream, tiling.OneGroup, counts);
            moveTiles(stream, tiling.AllTiles, input, kept, counts, output, tiling.TileLength);
            copyKept(stream, input.Extent, kept, input, output);
        };
    }

    public static long Unique<T, TComparisonOperation>(
        this Accelerator accelerator,
        AcceleratorStream stream,
        ArrayView<T> input)
        where T : unmanaged
        where TComparisonOperation : struct, IComparisonOperation<T>
    {
        var unique = accelerator.CreateUnique<T, TComparisonOperation>();
        using var output = accelerator.Allocate1D<long>(1);
        using var temp = accelerator.Allocate1D<int>(accelerator.ComputeUniqueTempStorageSize<T>(input.Length).X);
        unique(stream, input, output.View, temp.View);
        return output.GetAsArray1D(stream)[0];
    }

    public static long Unique(this Accelerator accelerator, AcceleratorStream stream, ArrayView<sbyte> input) =>
        accelerator.Unique<sbyte, ComparisonInt8>(stream, input);

    public static long Unique(this Accelerator accelerator, AcceleratorStream stream, ArrayView<short> input) =>
        accelerator.Unique<short, ComparisonInt16>(stream, input);

    public static long Unique(this Accelerator accelerator, AcceleratorStream stream, ArrayView<int> input) =>
        accelerator.Unique<int, ComparisonInt32>(stream, input);

    public static long Unique(this Accelerator accelerator, AcceleratorStream stream, ArrayView<long> input) =>
        accelerator.Unique<long, ComparisonInt64>(stream, input);

    public static long Unique(this Accelerator accelerator, AcceleratorStream stream, ArrayView<byte> input) =>
        accelerator.Unique<byte, ComparisonUInt8>(stream, input);

    public static long Unique(this Accelerator accelerator, AcceleratorStream stream, ArrayView<ushort> input) =>
        accelerator.Unique<ushort, ComparisonUInt16>(stream, input);

    public static long Unique(this Accelerator accelerator, AcceleratorStream stream, ArrayView<uint> input) =>
        accelerator.Unique<uint, ComparisonUInt32>(stream, input);

    public static long Unique(this Accelerator accelerator, AcceleratorStream stream, ArrayView<ulong> input) =>
        accelerator.Unique<ulong, ComparisonUInt64>(stream, input);

    public static long Unique(this Accelerator accelerator, AcceleratorStream stream, ArrayView<Half> input) =>
        accelerator.Unique<Half, ComparisonHalf>(stream, input);

    public static long Unique(this Accelerator accelerator, AcceleratorStream stream, ArrayView<float> input) =>
        accelerator.Unique<float, ComparisonFloat>(stream, input);

    public static long Unique(this Accelerator accelerator, AcceleratorStream stream, ArrayView<double> input) =>
        accelerator.Unique<double, ComparisonDouble>(stream, input);
}
