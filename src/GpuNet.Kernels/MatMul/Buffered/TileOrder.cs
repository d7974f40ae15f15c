using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Which tile of C a group computes: bands of eight tile rows, column by column, so that the groups that run at the
/// same time share what they read of A and of B in the device's cache.
/// </summary>
internal static class TileOrder
{
    private const int Band = 8;

    /// <summary>The tile row and tile column of the group.</summary>
    internal static (int Row, int Column) Of(int tilesDown, int tilesAcross) => Of(Grid.IdxX, tilesDown, tilesAcross);

    /// <summary>The same of a group of the given number.</summary>
    internal static (int Row, int Column) Of(int group, int tilesDown, int tilesAcross)
    {
        var band = group / (Band * tilesAcross);
        var inBand = group - band * (Band * tilesAcross);
        var height = IntrinsicMath.Min(Band, tilesDown - band * Band);
        var column = inBand / height;
        return (band * Band + inBand - column * height, column);
    }
}
