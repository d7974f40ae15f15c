using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// How a tensor is cut into rows that are normalized by themselves: [batch, groups, length], of which each (batch,
/// group) is a row. Layer and RMS normalization have one group.
/// </summary>
/// <param name="Batch">Entries of the batch.</param>
/// <param name="Groups">Rows of an entry.</param>
/// <param name="Length">Elements of a row.</param>
/// <param name="Block">How many entries' gradients of the parameters are summed one after the other.</param>
public readonly record struct RowNormShape(int Batch, int Groups, int Length, int Block)
{
    /// <summary>Numbers kept of a row for the backward pass.</summary>
    public const int Statistics = NormStatistics<float>.Size;

    private const int SmallestBlock = 4;
    private const int LargestBlock = 256;
    private const int EnoughBlocks = 256;

    /// <summary>The number of rows.</summary>
    public int Rows => Batch * Groups;

    /// <summary>Into how many blocks the batch is cut.</summary>
    public int Blocks => (Batch + Block - 1) / Block;

    /// <summary>A shape with a block that follows from the batch alone, so that sums are the same on every device.</summary>
    /// <param name="batch">Entries of the batch.</param>
    /// <param name="groups">Rows of an entry.</param>
    /// <param name="length">Elements of a row.</param>
    public static RowNormShape For(int batch, int groups, int length)
    {
        var block = SmallestBlock;
        while (block < LargestBlock && block * EnoughBlocks < batch)
            block *= 2;
        return new RowNormShape(batch, groups, length, block);
    }

    /// <summary>The element of a block's partial sums, and of an entry, that column <paramref name="c"/> of a group belongs to.</summary>
    internal int At(int group, int c) => group * Length + c;

    /// <summary>The end of a block's entries.</summary>
    internal int EndOf(int block) => IntrinsicMath.Min((block + 1) * Block, Batch);
}
