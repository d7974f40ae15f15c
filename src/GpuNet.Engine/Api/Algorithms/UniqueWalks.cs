using ILGPU.Algorithms.ComparisonOperations;

namespace ILGPU.Algorithms;

/// <summary><see cref="UniqueKernels"/> for groups of one item (<see cref="Tiling"/>).</summary>
internal static class UniqueWalks
{
    public static void CountTiles<T, TComparisonOperation>(ArrayView<T> input, ArrayView<long> counts, long tileLength)
        where T : unmanaged
        where TComparisonOperation : struct, IComparisonOperation<T>
    {
        var count = 0L;
        var end = IntrinsicMath.Min((Grid.IdxX + 1L) * tileLength, input.Length);
        for (var index = Grid.IdxX * tileLength; index < end; ++index)
            count += UniqueKernels.Stays<T, TComparisonOperation>(input, index);
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
        for (var index = Grid.IdxX * tileLength; index < end; ++index)
        {
            if (UniqueKernels.Stays<T, TComparisonOperation>(input, index) == 0)
                continue;
            kept[next] = input[index];
            ++next;
        }
        if (Grid.IdxX == Grid.DimX - 1)
            output[0] = next;
    }
}
