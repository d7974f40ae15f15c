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

    /// <summary>
    /// A square of <see cref="Tile"/> x <see cref="Tile"/> a group, read along x's rows and written along y's, of each of a
    /// number of matrices. Launch: explicitly grouped, <c>ceil(rows / Tile) * ceil(columns / Tile)</c> groups a matrix, of
    /// any size in x and y: on GPUs Tile in x, so that a warp moves a row of the square.
    /// </summary>
    /// <param name="x">What is read.</param>
    /// <param name="y">What is written.</param>
    /// <param name="matrices">Where the matrices begin in x and in y.</param>
    /// <param name="rows">Rows of a matrix of x.</param>
    /// <param name="columns">Columns of a matrix of x; side by side there.</param>
    /// <param name="rowStep">Distance of rows in x.</param>
    /// <param name="columnStep">Distance in y of what were columns of x.</param>
    public static void Tiled<T>(
        ArrayView<T> x, ArrayView<T> y, StridedShape matrices, int rows, int columns, int rowStep, int columnStep)
        where T : unmanaged
    {
        var tilesAcross = (columns + Tile - 1) / Tile;
        var tilesDown = (rows + Tile - 1) / Tile;
        var lines = Grid.IdxX / tilesAcross;
        var matrix = lines / tilesDown;
        var firstRow = (lines - matrix * tilesDown) * Tile;
        var firstColumn = (Grid.IdxX - lines * tilesAcross) * Tile;
        var (from, to) = matrices.Locate(matrix);
        Move(
            x, y, from + firstRow * rowStep + firstColumn, to + firstColumn * columnStep + firstRow,
            IntrinsicMath.Min(rows - firstRow, Tile), IntrinsicMath.Min(columns - firstColumn, Tile), rowStep, columnStep);
    }

    /// <summary>
    /// Dense matrices of differing shapes, from where they lie in x to the same place in y: transposed, or as they are. Launch:
    /// as <see cref="Tiled"/>, the groups of all matrices along x.
    /// </summary>
    /// <param name="x">What is read.</param>
    /// <param name="y">What is written; gaps between the matrices are not.</param>
    /// <param name="matrices">The matrices.</param>
    /// <param name="blocks">Which square of which matrix each group moves.</param>
    public static void Grouped<T>(
        ArrayView<T> x, ArrayView<T> y, ArrayView<GroupedMatrix> matrices, ArrayView<GroupedBlock> blocks)
        where T : unmanaged
    {
        var block = blocks[Grid.IdxX];
        var matrix = matrices[block.Owner];
        var tilesAcross = (matrix.Columns + Tile - 1) / Tile;
        var tileRow = block.Block / tilesAcross;
        var firstRow = tileRow * Tile;
        var firstColumn = (block.Block - tileRow * tilesAcross) * Tile;
        var height = IntrinsicMath.Min(matrix.Rows - firstRow, Tile);
        var width = IntrinsicMath.Min(matrix.Columns - firstColumn, Tile);
        var from = matrix.Start + firstRow * matrix.Columns + firstColumn;
        if (matrix.IsTransposed != 0)
        {
            Move(x, y, from, matrix.Start + firstColumn * matrix.Rows + firstRow, height, width, matrix.Columns, matrix.Rows);
            return;
        }

        for (var r = Group.IdxY; r < height; r += Group.DimY)
            for (var c = Group.IdxX; c < width; c += Group.DimX)
                y[from + r * matrix.Columns + c] = x[from + r * matrix.Columns + c];
    }

    /// <summary>What a group does to transpose a square.</summary>
    private static void Move<T>(
        ArrayView<T> x, ArrayView<T> y, int from, int to, int height, int width, int rowStep, int columnStep)
        where T : unmanaged
    {
        // One column more than the tile has: a column's elements then lie in different banks.
        var tile = SharedMemory.Allocate<T>(Tile * (Tile + 1));
        for (var r = Group.IdxY; r < height; r += Group.DimY)
            for (var c = Group.IdxX; c < width; c += Group.DimX)
                tile[r * (Tile + 1) + c] = x[from + r * rowStep + c];

        Group.Barrier();
        for (var c = Group.IdxY; c < width; c += Group.DimY)
            for (var r = Group.IdxX; r < height; r += Group.DimX)
                y[to + c * columnStep + r] = tile[r * (Tile + 1) + c];
    }
}
