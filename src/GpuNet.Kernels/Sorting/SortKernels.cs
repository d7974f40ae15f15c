using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// The runs of a step of a sort, in elements: each line has so many, one behind the other; all are full but the last.
/// </summary>
public struct SortRuns
{
    /// <summary>Runs in a line.</summary>
    public int Count;

    /// <summary>Room for each.</summary>
    public int Length;

    /// <summary>Elements in a line's last run.</summary>
    public int Last;

    /// <summary>Elements in a run of a line.</summary>
    public readonly int ElementsOf(int run) => run < Count - 1 ? Length : run == Count - 1 ? Last : 0;
}

/// <summary>
/// A stable sort of lines of keys, which tells where each key was: blocks are sorted by counting, then runs are merged
/// two by two. If only the first few of each line are wanted, no run becomes longer than that.
/// </summary>
/// <remarks>
/// A stable order is unique, so results are the same whatever the groups are. Merging follows Odeh, Green, Mwassi,
/// Shmueli and Birk, "Merge Path", 2012: an item finds by bisection where its stretch of the output begins in both runs,
/// and merges it alone.
/// </remarks>
public static class SortKernels
{
    /// <summary>Keys that are sorted by counting how many come before each.</summary>
    public const int Block = 64;

    /// <summary>Merged keys that an item writes.</summary>
    public const int PerItem = 16;

    /// <summary>
    /// Sorts blocks of lines. Launch: explicitly grouped, a group of any size for each block of each line.
    /// </summary>
    /// <param name="keys">[lines, length].</param>
    /// <param name="sorted">[lines, blocks, kept]: the first keys of each block in order.</param>
    /// <param name="positions">Where in its line each of them was.</param>
    /// <param name="length">Keys in a line.</param>
    /// <param name="kept">How many of a block are wanted, at most <see cref="Block"/>.</param>
    public static void Blocks<T>(
        ArrayView<T> keys, ArrayView<T> sorted, ArrayView<int> positions, int length, int kept)
        where T : unmanaged, INumber<T>
    {
        var blocks = (length + Block - 1) / Block;
        var line = Grid.IdxX / blocks;
        var first = (Grid.IdxX - line * blocks) * Block;
        var count = IntrinsicMath.Min(Block, length - first);
        var from = line * length + first;
        for (var i = Group.IdxX; i < count; i += Group.DimX)
        {
            var key = keys[from + i];
            var rank = 0;
            for (var j = 0; j < count; j++)
            {
                var other = keys[from + j];
                rank += other < key | (other == key & j < i) ? 1 : 0;
            }

            if (rank < kept)
            {
                sorted[Grid.IdxX * kept + rank] = key;
                positions[Grid.IdxX * kept + rank] = first + i;
            }
        }
    }

    /// <summary>
    /// Merges the runs of each line two by two. Launch: auto-grouped, an item for each <see cref="PerItem"/> elements of
    /// each pair's room.
    /// </summary>
    /// <param name="index">The item.</param>
    /// <param name="keys">[lines, runs, run length].</param>
    /// <param name="positions">What belongs to them.</param>
    /// <param name="mergedKeys">[lines, pairs, kept].</param>
    /// <param name="merged">What belongs to those.</param>
    /// <param name="runs">The runs.</param>
    /// <param name="kept">How many of each pair are wanted, and room for them.</param>
    public static void Merge<T>(
        Index1D index, ArrayView<T> keys, ArrayView<int> positions, ArrayView<T> mergedKeys, ArrayView<int> merged,
        SortRuns runs, int kept)
        where T : unmanaged, INumber<T>
    {
        var stretches = (kept + PerItem - 1) / PerItem;
        var pairs = (runs.Count + 1) / 2;
        var pair = index.X / stretches;
        var line = pair / pairs;
        var run = 2 * (pair - line * pairs);
        var countA = runs.ElementsOf(run);
        var countB = runs.ElementsOf(run + 1);
        var startA = (line * runs.Count + run) * runs.Length;
        // Where there is no second run, nothing of it is taken; what is read in its place has to be there.
        var startB = countB > 0 ? startA + runs.Length : startA;
        var first = (index.X - pair * stretches) * PerItem;
        var end = IntrinsicMath.Min(first + PerItem, IntrinsicMath.Min(kept, countA + countB));
        if (first >= end)
            return;

        // How many of the first elements come from a: the least number after which a's next comes behind b's last.
        var a = IntrinsicMath.Max(0, first - countB);
        var most = IntrinsicMath.Min(first, countA);
        while (a < most)
        {
            var middle = (a + most) / 2;
            if (keys[startB + first - 1 - middle] < keys[startA + middle])
                most = middle;
            else
                a = middle + 1;
        }

        var b = first - a;
        for (var i = first; i < end; i++)
        {
            var keyA = keys[startA + IntrinsicMath.Min(a, countA - 1)];
            var keyB = keys[startB + IntrinsicMath.Min(b, IntrinsicMath.Max(countB - 1, 0))];
            var takesA = b >= countB | (a < countA & !(keyB < keyA));
            mergedKeys[pair * kept + i] = takesA ? keyA : keyB;
            merged[pair * kept + i] = positions[takesA ? startA + a : startB + b];
            a += takesA ? 1 : 0;
            b += takesA ? 0 : 1;
        }
    }
}
