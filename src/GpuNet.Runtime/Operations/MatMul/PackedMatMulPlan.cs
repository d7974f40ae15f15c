using GpuNet.Kernels;

namespace GpuNet.Operations;

/// <summary>
/// Which operand of a product <see cref="PackedMatMul"/> gets in panels: the one that costs less to lay out. The other
/// one is read where it lies, if its rows lie one behind the other and do not fight for the same places of a cache.
/// </summary>
/// <param name="TransposesC">Whether C^T = B^T A^T is computed instead, and stored transposed.</param>
/// <param name="PacksA">Whether the operand that is not in panels of columns needs panels of rows.</param>
internal readonly record struct PackedMatMulPlan(bool TransposesC, bool PacksA)
{
    /// <summary>
    /// Elements that many rows must not be apart by, or by a multiple of it: 4 KB, the period after which places repeat
    /// in first-level caches.
    /// </summary>
    private const int CachePeriod = 1024;

    // What an element costs, by measurement, in units of one multiplication by a lane of sixteen.
    private const int CopyCost = 6;
    private const int TransposeCost = 19;
    private const int ConflictCost = 42;

    internal static PackedMatMulPlan For<TTile>(in MatMulShape shape) where TTile : unmanaged, IPackedTile
    {
        var transposed = shape.Transposed;
        var transposesC = Cost<TTile>(transposed) + (long)shape.M * shape.N * StoringCost(shape) < Cost<TTile>(shape);
        return new(transposesC, NeedsPanels(transposesC ? transposed : shape));
    }

    private static long Cost<TTile>(in MatMulShape shape) where TTile : unmanaged, IPackedTile
    {
        var rows = (long)PanelPacking.Panels(shape.M, TTile.Rows) * TTile.Rows;
        var columns = (long)PanelPacking.Panels(shape.N, TTile.Columns) * TTile.Columns;
        var packingA = NeedsPanels(shape) ? rows * PackingCost(shape.ARow) : 0;
        return (rows * columns + packingA + columns * PackingCost(shape.BColumn)) * shape.K;
    }

    private static int PackingCost(int lineStride) => lineStride == 1 ? CopyCost : TransposeCost;

    /// <summary>Of C by columns: lines that are begun in one tile and finished in the next do not survive between in one place.</summary>
    private static int StoringCost(in MatMulShape shape) => shape.N % CachePeriod == 0 ? ConflictCost : TransposeCost;

    /// <summary>Whether A needs panels: each step of k would be in another line, or all rows in the same place of a cache.</summary>
    internal static bool NeedsPanels(in MatMulShape shape) =>
        shape.AColumn != 1 || shape.ARow % CachePeriod == 0;
}
