using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Where the rows of A lie within a tile of <see cref="PackedMatMul"/>, as a type, so that the distances in a panel are
/// constants: twelve of them otherwise take the registers that addresses need.
/// </summary>
public interface IPackedRows
{
    /// <summary>Whether A is in panels of <see cref="IPackedTile.Rows"/> rows.</summary>
    static abstract bool IsPacked { get; }

    /// <summary>Elements from a tile's first row to row <paramref name="row"/>.</summary>
    /// <param name="row">The row.</param>
    /// <param name="rows">Rows of the tile that are rows of A.</param>
    /// <param name="stride">Distance of A's rows.</param>
    static abstract long Offset(int row, int rows, int stride);
}

/// <summary>Rows in panels, step by step; those beyond the edge are there, and zero.</summary>
public readonly struct PanelRows : IPackedRows
{
    /// <inheritdoc/>
    public static bool IsPacked => true;

    /// <inheritdoc/>
    public static long Offset(int row, int rows, int stride) => row;
}

/// <summary>Rows where they lie; those beyond the edge are the last one again, and are not stored.</summary>
public readonly struct MatrixRows : IPackedRows
{
    /// <inheritdoc/>
    public static bool IsPacked => false;

    /// <inheritdoc/>
    public static long Offset(int row, int rows, int stride) => (long)IntrinsicMath.Min(row, rows - 1) * stride;
}
