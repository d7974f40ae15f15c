namespace GpuNet.Kernels;

/// <summary>
/// The group size of a tiled kernel, as a type: the compiler then knows it, and shared memory has a size.
/// </summary>
public interface ITile
{
    /// <summary>Items along each side of a square group.</summary>
    static abstract int Side { get; }
}

/// <summary>Groups of 4 x 4 items, for devices that allow 16.</summary>
public readonly struct Tile4 : ITile
{
    /// <inheritdoc/>
    public static int Side => 4;
}

/// <summary>Groups of 8 x 8 items.</summary>
public readonly struct Tile8 : ITile
{
    /// <inheritdoc/>
    public static int Side => 8;
}

/// <summary>Groups of 16 x 16 items: the usual choice on GPUs.</summary>
public readonly struct Tile16 : ITile
{
    /// <inheritdoc/>
    public static int Side => 16;
}
