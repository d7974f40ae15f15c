namespace GpuNet.Kernels;

/// <summary>
/// The piece of C that a group of <see cref="BufferedMatMul"/> computes, as a type, so that the compiler knows it. Each
/// warp of 32 items computes 64 rows and 32 columns, each item 8 and 8 of them.
/// </summary>
public interface IBufferedTile
{
    /// <summary>Rows of C: a multiple of 64.</summary>
    static abstract int Rows { get; }

    /// <summary>Columns of C: a multiple of 32.</summary>
    static abstract int Columns { get; }

    /// <summary>Items of a group: Rows * Columns / 64.</summary>
    static abstract int Items { get; }

    /// <summary>
    /// Groups that a multiprocessor should hold at once, so that some multiply while others wait for each other: compilers keep to the
    /// registers that leaves.
    /// </summary>
    static abstract int GroupsTogether { get; }

    /// <summary>
    /// Shared floats: two buffers of 16 steps of A and B, each step with a quad of padding. A constant of its own,
    /// because a kernel compiler may size memory before it computes.
    /// </summary>
    static abstract int Shared { get; }
}

/// <summary>128 x 128: two operations for each float that is read from shared memory.</summary>
public readonly struct BufferedTile128x128 : IBufferedTile
{
    /// <inheritdoc/>
    public static int Rows => 128;

    /// <inheritdoc/>
    public static int Columns => 128;

    /// <inheritdoc/>
    public static int Items => 256;

    /// <inheritdoc/>
    public static int GroupsTogether => 2;

    /// <inheritdoc/>
    public static int Shared => 2 * 16 * (128 + 4 + 128 + 4);
}

/// <summary>128 x 64: for products with too few tiles of 128 x 128 to keep a device busy.</summary>
public readonly struct BufferedTile128x64 : IBufferedTile
{
    /// <inheritdoc/>
    public static int Rows => 128;

    /// <inheritdoc/>
    public static int Columns => 64;

    /// <inheritdoc/>
    public static int Items => 128;

    /// <inheritdoc/>
    public static int GroupsTogether => 3;

    /// <inheritdoc/>
    public static int Shared => 2 * 16 * (128 + 4 + 64 + 4);
}

/// <summary>64 x 64: for smaller products still.</summary>
public readonly struct BufferedTile64x64 : IBufferedTile
{
    /// <inheritdoc/>
    public static int Rows => 64;

    /// <inheritdoc/>
    public static int Columns => 64;

    /// <inheritdoc/>
    public static int Items => 64;

    /// <inheritdoc/>
    public static int GroupsTogether => 6;

    /// <inheritdoc/>
    public static int Shared => 2 * 16 * (64 + 4 + 64 + 4);
}
