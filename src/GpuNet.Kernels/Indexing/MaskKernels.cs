using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Where a mask holds, in order: chunks are counted, the counts are summed up, and each chunk writes its places behind those of
/// the chunks before.
/// </summary>
public static class MaskKernels
{
    /// <summary>Elements of a mask that one item looks at.</summary>
    public const int Chunk = 256;

    /// <summary>
    /// counts[c] = how many elements of the c-th chunk hold. Launch: auto-grouped, one item a chunk.
    /// </summary>
    public static void Counts(Index1D index, ArrayView<byte> mask, ArrayView<long> counts)
    {
        var end = IntrinsicMath.Min((index.X + 1) * Chunk, mask.IntLength);
        var count = 0;
        for (var i = index.X * Chunk; i < end; i++)
            count += mask[i] != 0 ? 1 : 0;
        counts[index] = count;
    }

    /// <summary>
    /// The places where the mask holds. Launch: auto-grouped, one item a chunk.
    /// </summary>
    /// <param name="index">The item.</param>
    /// <param name="mask">The mask.</param>
    /// <param name="sums">How many hold up to the end of each chunk.</param>
    /// <param name="places">As many as hold in all.</param>
    public static void Places(Index1D index, ArrayView<byte> mask, ArrayView<long> sums, ArrayView<int> places)
    {
        var end = IntrinsicMath.Min((index.X + 1) * Chunk, mask.IntLength);
        var place = index.X == 0 ? 0 : (int)sums[index.X - 1];
        for (var i = index.X * Chunk; i < end; i++)
        {
            if (mask[i] != 0)
            {
                places[place] = i;
                place++;
            }
        }
    }
}
