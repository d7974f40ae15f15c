namespace GpuNet.Kernels;

/// <summary>How many lines a panel holds, as a type, so that the compiler knows it.</summary>
public interface IPanel
{
    /// <summary>Lines of a panel.</summary>
    static abstract int Width { get; }
}

/// <summary>A panel of A.</summary>
/// <typeparam name="TTile">The tile whose rows it holds.</typeparam>
public readonly struct PanelOfRows<TTile> : IPanel where TTile : unmanaged, IPackedTile
{
    /// <inheritdoc/>
    public static int Width => TTile.Rows;
}

/// <summary>A panel of B.</summary>
/// <typeparam name="TTile">The tile whose columns it holds.</typeparam>
public readonly struct PanelOfColumns<TTile> : IPanel where TTile : unmanaged, IPackedTile
{
    /// <inheritdoc/>
    public static int Width => TTile.Columns;
}
