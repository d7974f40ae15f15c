using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// The first few of lines of keys, without sorting the others: if k are wanted, they lie in the k blocks whose least keys are
/// the least, of equals the first. For whatever is in another block has a smaller key before it in each of these, or an equal one
/// further ahead. So it is enough to sort the blocks' least keys, and then k blocks.
/// </summary>
/// <remarks>Comparisons only; a stable order is unique, so that block lengths do not change the result.</remarks>
public static class SelectionKernels
{
    /// <summary>
    /// The least key of each block. Launch: auto-grouped, one item an element of <paramref name="least"/>.
    /// </summary>
    /// <param name="index">The item.</param>
    /// <param name="keys">[lines, length].</param>
    /// <param name="least">[lines, blocks].</param>
    /// <param name="length">Keys in a line.</param>
    /// <param name="block">Keys in a block; the last may have fewer.</param>
    public static void Least<T>(Index1D index, ArrayView<T> keys, ArrayView<T> least, int length, int block)
        where T : unmanaged, INumber<T>
    {
        var blocks = (length + block - 1) / block;
        var line = index.X / blocks;
        var start = (index.X - line * blocks) * block;
        var end = IntrinsicMath.Min(start + block, length);
        var best = keys[line * length + start];
        for (var k = start + 1; k < end; k++)
        {
            var key = keys[line * length + k];
            best = key < best ? key : best;
        }

        least[index] = best;
    }

    /// <summary>
    /// The keys of the chosen blocks, side by side; behind the end of a line, the largest. Launch: explicitly grouped, a group of
    /// any size for each chosen block.
    /// </summary>
    /// <param name="keys">[lines, length].</param>
    /// <param name="chosen">[lines, kept]: block numbers, rising.</param>
    /// <param name="candidates">[lines, kept * block].</param>
    /// <param name="length">Keys in a line.</param>
    /// <param name="block">Keys in a block.</param>
    /// <param name="kept">Blocks of a line that are chosen.</param>
    /// <param name="largest">The largest key there can be.</param>
    public static void Gather<T>(
        ArrayView<T> keys, ArrayView<int> chosen, ArrayView<T> candidates, int length, int block, int kept,
        T largest)
        where T : unmanaged, INumber<T>
    {
        var slot = Grid.IdxX;
        var start = chosen[slot] * block;
        var from = slot / kept * length + start;
        for (var i = Group.IdxX; i < block; i += Group.DimX)
            candidates[slot * block + i] = i < length - start ? keys[from + i] : largest;
    }

    /// <summary>
    /// From places among candidates to places in lines. Launch: auto-grouped, one item an element of
    /// <paramref name="places"/>, [lines, kept].
    /// </summary>
    public static void Places(Index1D index, ArrayView<int> chosen, ArrayView<int> places, int block, int kept)
    {
        var line = index.X / kept;
        var slot = places[index] / block;
        places[index] = chosen[line * kept + slot] * block + (places[index] - slot * block);
    }
}
