using ILGPU.Algorithms.ComparisonOperations;
using ILGPU.Algorithms.ScanReduceOperations;

namespace ILGPU.Algorithms;

/// <summary>
/// The kernels of <see cref="UniqueExtensions"/>: an element stays if it is the first or differs from the one before. A
/// group works on the tile of its index.
/// </summary>
internal static class UniqueKernels
{
    public static void CountTiles<T, TComparisonOperation>(ArrayView<T> input, ArrayView<long> counts, long tileLength)
        where T : unmanaged
        where TComparisonOperation : struct, IComparisonOperation<T>
    {
        var count = 0L;
        var end = IntrinsicMath.Min((Grid.IdxX + 1L) * tileLength, input.Length);
        for (var index = Grid.IdxX * tileLength + Group.IdxX; index < end; index += Group.DimX)
            count += Stays<T, TComparisonOperation>(input, index);
        count = GroupExtensions.AllReduce<long, AddInt64>(count);
        if (Group.IsFirstThread)
            counts[Grid.IdxX] = count;
    }

    // starts: the counts' exclusive scan. The last group knows how many stay in all.
    public static void MoveTiles<T, TComparisonOperation>(
        ArrayView<T> input,
        ArrayView<T> kept,
        ArrayView<long> starts,
        ArrayView<long> output,
        long tileLength)
        where T : unmanaged
        where TComparisonOperation : struct, IComparisonOperation<T>
    {
        var next = starts[Grid.IdxX];
        var end = IntrinsicMath.Min((Grid.IdxX + 1L) * tileLength, input.Length);
        for (var start = Grid.IdxX * tileLength; start < end; start += Group.DimX)
        {
            var index = start + Group.IdxX;
            var stays = 0L;
            if (index < end)
                stays = Stays<T, TComparisonOperation>(input, index);
            var before = GroupExtensions.ExclusiveScan<long, AddInt64>(stays);
            if (stays != 0)
                kept[next + before] = input[index];
            next += Group.Broadcast(before + stays, Group.DimX - 1);
        }

        if (Grid.IdxX == Grid.DimX - 1 && Group.IsFirstThread)
            output[0] = next;
    }

    public static void CopyKept<T>(LongIndex1D index, ArrayView<T> kept, ArrayView<T> input, ArrayView<long> output)
        where T : unmanaged
    {
        if (index.X < output[0])
            input[index] = kept[index];
    }

    public static long Stays<T, TComparisonOperation>(ArrayView<T> input, long index)
        where T : unmanaged
        where TComparisonOperation : struct, IComparisonOperation<T> =>
        index == 0 || default(TComparisonOperation).Compare(input[index - 1], input[index]) != 0 ? 1L : 0L;
}
