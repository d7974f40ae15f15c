namespace GpuNet.Kernels;

/// <summary>
/// The piece of C that a group of <see cref="PackedMatMul"/> computes in registers, as a type, so that the compiler
/// knows it: <see cref="Rows"/> rows and two columns for each item.
/// </summary>
public interface IPackedTile
{
    /// <summary>Rows of a tile, and of a panel of A.</summary>
    static abstract int Rows { get; }

    /// <summary>Items of a group: one vector.</summary>
    static abstract int Width { get; }

    /// <summary>Columns of a tile, and of a panel of B: two vectors.</summary>
    static abstract int Columns { get; }

    /// <summary>
    /// Sums of a tile: Rows * Columns. A constant of its own, because a kernel compiler may size memory before it
    /// computes.
    /// </summary>
    static abstract int Sums { get; }
}

/// <summary>12 x 32: 24 of 32 registers hold sums. For vectors of 16 lanes.</summary>
public readonly struct PackedTile12x32 : IPackedTile
{
    /// <inheritdoc/>
    public static int Rows => 12;

    /// <inheritdoc/>
    public static int Width => 16;

    /// <inheritdoc/>
    public static int Columns => 32;

    /// <inheritdoc/>
    public static int Sums => 12 * 32;
}

/// <summary>6 x 16: 12 of 16 registers hold sums. For vectors of 8 lanes.</summary>
public readonly struct PackedTile6x16 : IPackedTile
{
    /// <inheritdoc/>
    public static int Rows => 6;

    /// <inheritdoc/>
    public static int Width => 8;

    /// <inheritdoc/>
    public static int Columns => 16;

    /// <inheritdoc/>
    public static int Sums => 6 * 16;
}
