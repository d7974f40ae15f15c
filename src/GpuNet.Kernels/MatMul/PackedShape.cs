namespace GpuNet.Kernels;

/// <summary>
/// What one launch of <see cref="PackedMatMul"/> computes: a stretch of k for all of C [M, N], and where A lies
/// (distances in elements).
/// </summary>
public struct PackedShape
{
    /// <summary>Rows of C.</summary>
    public int M;

    /// <summary>Columns of C.</summary>
    public int N;

    /// <summary>The whole length of the sums.</summary>
    public int K;

    /// <summary>Where in k the launch goes on.</summary>
    public int FirstStep;

    /// <summary>How many steps of k it takes.</summary>
    public int Steps;

    /// <summary>How many tiles of rows, one below the other, meet all columns before the next ones start.</summary>
    public int BlockTiles;

    /// <summary>Distance of A's tiles: where the first row of each lies.</summary>
    public int ATile;

    /// <summary>Distance of A's rows within a tile, where they are no panel.</summary>
    public int ARow;

    /// <summary>Distance of A's steps.</summary>
    public int AStep;

    /// <summary>Distance of a tile's rows where its sums are stored in rows of C.</summary>
    public int SumsRow;

    /// <summary>Distance of a tile's columns there.</summary>
    public int SumsColumn;

    /// <summary>1 where C is written transposed, so that its rows are the columns an epilogue knows; else 0.</summary>
    public int IsTransposed;

    /// <summary>A whole product, in one launch.</summary>
    /// <typeparam name="TTile">The kernel's tile.</typeparam>
    /// <typeparam name="TRows">The kernel's rows of A.</typeparam>
    /// <param name="shape">The product, with A and B where they lie.</param>
    /// <param name="transposesC">Whether C is stored as [N, M].</param>
    public static PackedShape Of<TTile, TRows>(in MatMulShape shape, bool transposesC)
        where TTile : unmanaged, IPackedTile
        where TRows : unmanaged, IPackedRows => new()
        {
            M = shape.M,
            N = shape.N,
            K = shape.K,
            Steps = shape.K,
            BlockTiles = PanelPacking.Panels(shape.M, TTile.Rows),
            ATile = TTile.Rows * (TRows.IsPacked ? shape.K : shape.ARow),
            ARow = shape.ARow,
            AStep = TRows.IsPacked ? TTile.Rows : shape.AColumn,
            SumsRow = transposesC ? 1 : TTile.Columns,
            SumsColumn = transposesC ? TTile.Rows : 1,
            IsTransposed = transposesC ? 1 : 0,
        };
}
