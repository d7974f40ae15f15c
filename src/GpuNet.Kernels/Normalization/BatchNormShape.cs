using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// How the rows of a batch [rows, features] are cut into blocks, which are summed apart from each other: an item has one
/// feature of one block.
/// </summary>
/// <param name="Rows">Rows of the batch.</param>
/// <param name="Features">Numbers of a row.</param>
/// <param name="Block">Rows of a block.</param>
public readonly record struct BatchNormShape(int Rows, int Features, int Block)
{
    /// <summary>Numbers that a block leaves of a feature, forward.</summary>
    public const int Moments = 3;

    /// <summary>Numbers that a block leaves of a feature, backward.</summary>
    public const int Sums = 2;

    /// <summary>Rows that an item normalizes: so the feature's statistics are read once for four numbers.</summary>
    public const int Quad = 4;

    /// <summary>Rows that are summed one after the other before their sum is added to the block's.</summary>
    public const int Run = 32;

    private const int EnoughBlocks = 256;

    /// <summary>Into how many blocks the rows are cut.</summary>
    public int Blocks => (Rows + Block - 1) / Block;

    /// <summary>How many items sum.</summary>
    public int Items => Blocks * Features;

    /// <summary>How many items normalize.</summary>
    public int Quads => (Rows + Quad - 1) / Quad * Features;

    /// <summary>A shape with a block that follows from the rows alone, so that sums are the same on every device.</summary>
    /// <param name="rows">Rows of the batch.</param>
    /// <param name="features">Numbers of a row.</param>
    public static BatchNormShape For(int rows, int features)
    {
        var block = Run;
        while (block * (long)EnoughBlocks < rows)
            block *= 2;
        return new BatchNormShape(rows, features, block);
    }

    /// <summary>Whether row <paramref name="k"/> of a quad is there.</summary>
    internal bool HasRow(int quad, int k) => quad * Quad + k < Rows;

    /// <summary>Where row <paramref name="k"/> of a quad has a feature.</summary>
    internal int At(int quad, int k, int feature) => (quad * Quad + k) * Features + feature;

    /// <summary>The end of a block's rows.</summary>
    internal int EndOf(int block) => IntrinsicMath.Min((block + 1) * Block, Rows);
}
