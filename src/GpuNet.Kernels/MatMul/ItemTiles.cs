namespace GpuNet.Kernels;

/// <summary>
/// 8 x 16, all of it by one item (<see cref="PackedTileMatMul"/>): for processors with 32 vector registers.
/// </summary>
public readonly struct ItemTile8x16 : IPackedTile
{
    /// <inheritdoc/>
    public static int Rows => 8;

    /// <inheritdoc/>
    public static int Width => 1;

    /// <inheritdoc/>
    public static int Columns => 16;

    /// <inheritdoc/>
    public static int Sums => 8 * 16;
}

/// <summary>6 x 16, all of it by one item: 12 of 16 registers of 8 floats hold sums.</summary>
public readonly struct ItemTile6x16 : IPackedTile
{
    /// <inheritdoc/>
    public static int Rows => 6;

    /// <inheritdoc/>
    public static int Width => 1;

    /// <inheritdoc/>
    public static int Columns => 16;

    /// <inheritdoc/>
    public static int Sums => 6 * 16;
}
