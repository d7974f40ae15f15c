using ILGPU;

namespace GpuNet.Kernels;

/// <summary>y[c, r] = x[r, c] for x [rows, columns].</summary>
public static class TransposeKernels
{
    /// <summary>Side of the square a group moves through shared memory.</summary>
    public const int Tile = 32;

    /// <summary>One item an element of y. Launch: auto-grouped, extent rows * columns.</summary>
    public static void Plain<T>(Index1D index, ArrayView<T> x, ArrayView<T> y, int rows, int columns)
        where T : unmanaged
    {
        var column = index.X / rows;
        y[index] = x[(index.X - column * rows) * columns + column];
    }

    /// <summary>Columns an item of <see cref="Strips"/> walks along.</summary>
    public const int Strip = 16;

    /// <summary>
    /// For CPUs: an item copies <see cref="Strip"/> neighbouring columns of one row, and neighbouring items own
    /// neighbouring rows, so that they write neighbours and use every cache line they read as a whole. Launch:
    /// auto-grouped, extent <c>rows * ceil(columns / Strip)</c>.
    /// </summary>
    public static void Strips<T>(Index1D index, ArrayView<T> x, ArrayView<T> y, int rows, int columns)
        where T : unmanaged
    {
        var strip = index.X / rows;
        var row = index.X - strip * rows;
        var end = IntrinsicMath.Min((strip + 1) * Strip, columns);
        for (var column = strip * Strip; column < end; column++)
            y[column * rows + row] = x[row * columns + column];
    }

    /// <summary>
    /// A square of <see cref="Tile"/> x <see cref="Tile"/> a group, read and written along rows. Launch: explicitly
    /// grouped, <c>ceil(rows / Tile) * ceil(columns / Tile)</c> groups of any size in x.
    /// </summary>
    public static void Tiled<T>(ArrayView<T> x, ArrayView<T> y, int rows, int columns)
        where T : unmanaged
    {
        // One column more than the tile has: a column's elements then lie in different banks.
        var tile = SharedMemory.Allocate<T>(Tile * (Tile + 1));
        var tilesAcross = (columns + Tile - 1) / Tile;
        var tileRow = Grid.IdxX / tilesAcross;
        var firstRow = tileRow * Tile;
        var firstColumn = (Grid.IdxX - tileRow * tilesAcross) * Tile;

        for (var e = Group.IdxX; e < Tile * Tile; e += Group.DimX)
        {
            var r = e / Tile;
            var c = e & (Tile - 1);
            if (firstRow + r < rows & firstColumn + c < columns)
                tile[r * (Tile + 1) + c] = x[(firstRow + r) * columns + firstColumn + c];
        }

        Group.Barrier();
        for (var e = Group.IdxX; e < Tile * Tile; e += Group.DimX)
        {
            var c = e / Tile;
            var r = e & (Tile - 1);
            if (firstRow + r < rows & firstColumn + c < columns)
                y[(firstColumn + c) * rows + firstRow + r] = tile[r * (Tile + 1) + c];
        }
    }
}
