namespace GpuNet.Kernels;

/// <summary>
/// The group size of a tiled kernel, as a type: the compiler then knows it, and shared memory has a size.
/// </summary>
public interface ITile
{
    /// <summary>Items along each side S of a square group.</summary>
    static abstract int Side { get; }

    /// <summary>
    /// Shared elements for the tile of A: 4S rows of S, and one of padding each. A constant of its own, because a
    /// kernel compiler may size memory before it computes.
    /// </summary>
    static abstract int SharedA { get; }

    /// <summary>Shared elements for the tile of B: S rows of 4S, and one of padding each.</summary>
    static abstract int SharedB { get; }
}

/// <summary>Groups of 4 x 4 items, for devices that allow 16.</summary>
public readonly struct Tile4 : ITile
{
    /// <inheritdoc/>
    public static int Side => 4;

    /// <inheritdoc/>
    public static int SharedA => 4 * 4 * (4 + 1);

    /// <inheritdoc/>
    public static int SharedB => 4 * (4 * 4 + 1);
}

/// <summary>Groups of 8 x 8 items.</summary>
public readonly struct Tile8 : ITile
{
    /// <inheritdoc/>
    public static int Side => 8;

    /// <inheritdoc/>
    public static int SharedA => 4 * 8 * (8 + 1);

    /// <inheritdoc/>
    public static int SharedB => 8 * (4 * 8 + 1);
}

/// <summary>Groups of 16 x 16 items: the usual choice on GPUs.</summary>
public readonly struct Tile16 : ITile
{
    /// <inheritdoc/>
    public static int Side => 16;

    /// <inheritdoc/>
    public static int SharedA => 4 * 16 * (16 + 1);

    /// <inheritdoc/>
    public static int SharedB => 16 * (4 * 16 + 1);
}
