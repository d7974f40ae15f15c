namespace GpuNet.Kernels;

/// <summary>
/// The piece of C that a group of <see cref="TensorCoreMatMul"/> computes, as a type, so that the compiler knows it.
/// Each warp of 32 items computes <see cref="WarpRows"/> x <see cref="WarpColumns"/> of it.
/// </summary>
public interface ITensorTile
{
    /// <summary>Rows of C.</summary>
    static abstract int Rows { get; }

    /// <summary>Columns of C.</summary>
    static abstract int Columns { get; }

    /// <summary>Rows of a warp's piece, a multiple of 16.</summary>
    static abstract int WarpRows { get; }

    /// <summary>Columns of a warp's piece, a multiple of 16.</summary>
    static abstract int WarpColumns { get; }

    /// <summary>Items of a group: 32 for each warp.</summary>
    static abstract int Items { get; }

    /// <summary>
    /// Sums an item keeps: WarpRows * WarpColumns / 32. A constant of its own, because a kernel compiler may size
    /// memory before it computes.
    /// </summary>
    static abstract int Sums { get; }

    /// <summary>Registers with numbers of A for one product of fragments: WarpRows / 4.</summary>
    static abstract int RegistersA { get; }

    /// <summary>Registers with numbers of B for one product of fragments: WarpColumns / 4.</summary>
    static abstract int RegistersB { get; }
}

/// <summary>128 x 256 by eight warps: the fewest bytes read for each product.</summary>
public readonly struct TensorTile128x256 : ITensorTile
{
    /// <inheritdoc/>
    public static int Rows => 128;

    /// <inheritdoc/>
    public static int Columns => 256;

    /// <inheritdoc/>
    public static int WarpRows => 64;

    /// <inheritdoc/>
    public static int WarpColumns => 64;

    /// <inheritdoc/>
    public static int Items => 256;

    /// <inheritdoc/>
    public static int Sums => 128;

    /// <inheritdoc/>
    public static int RegistersA => 16;

    /// <inheritdoc/>
    public static int RegistersB => 16;
}

/// <summary>128 x 128 by four warps: two groups fit on a large multiprocessor.</summary>
public readonly struct TensorTile128x128 : ITensorTile
{
    /// <inheritdoc/>
    public static int Rows => 128;

    /// <inheritdoc/>
    public static int Columns => 128;

    /// <inheritdoc/>
    public static int WarpRows => 64;

    /// <inheritdoc/>
    public static int WarpColumns => 64;

    /// <inheritdoc/>
    public static int Items => 128;

    /// <inheritdoc/>
    public static int Sums => 128;

    /// <inheritdoc/>
    public static int RegistersA => 16;

    /// <inheritdoc/>
    public static int RegistersB => 16;
}

/// <summary>64 x 64 by four warps: for products with few tiles.</summary>
public readonly struct TensorTile64x64 : ITensorTile
{
    /// <inheritdoc/>
    public static int Rows => 64;

    /// <inheritdoc/>
    public static int Columns => 64;

    /// <inheritdoc/>
    public static int WarpRows => 32;

    /// <inheritdoc/>
    public static int WarpColumns => 32;

    /// <inheritdoc/>
    public static int Items => 128;

    /// <inheritdoc/>
    public static int Sums => 32;

    /// <inheritdoc/>
    public static int RegistersA => 8;

    /// <inheritdoc/>
    public static int RegistersB => 8;
}
