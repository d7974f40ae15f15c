using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// <see cref="PackedMatMul"/> for devices where vectors are made within a work-item and not across items (OpenCL on
/// CPUs): an item computes the whole tile, <see cref="IPackedTile.Rows"/> rows of sixteen columns.
/// </summary>
/// <remarks>
/// Operands, panels and the order of tiles are those of <see cref="PackedMatMul"/>; one launch takes all steps of k.
/// Launch: explicitly grouped, groups of one item, <see cref="PackedMatMul.Groups"/> of them along x.
/// Numerics: see <see cref="ReferenceMatMul"/>; the same bits.
/// </remarks>
public static class PackedTileMatMul
{
    private const int MostRows = 8;

    /// <summary>The kernel.</summary>
    /// <param name="a">A, as the shape says.</param>
    /// <param name="b">B in panels of <see cref="IPackedTile.Columns"/> columns.</param>
    /// <param name="operands">The epilogue's views.</param>
    /// <param name="c">C, as the shape says.</param>
    /// <param name="shape">The product, all of its steps.</param>
    /// <param name="epilogue">What happens to a finished sum.</param>
    public static void Kernel<TTile, TRows, TEpilogue, T, TMath>(
        ArrayView<T> a, ArrayView<T> b, EpilogueOperands<T> operands, ArrayView<T> c, PackedShape shape, TEpilogue epilogue)
        where TTile : unmanaged, IPackedTile
        where TRows : unmanaged, IPackedRows
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        Block<TTile, TRows, TEpilogue, T, TMath>(Grid.IdxX, a, b, operands, c, shape, epilogue);

    /// <summary>What the item does that computes the given tile of C, in the order that the shape says.</summary>
    internal static void Block<TTile, TRows, TEpilogue, T, TMath>(
        int index, ArrayView<T> a, ArrayView<T> b, EpilogueOperands<T> operands, ArrayView<T> c, PackedShape shape, TEpilogue epilogue)
        where TTile : unmanaged, IPackedTile
        where TRows : unmanaged, IPackedRows
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var panels = (shape.N + TTile.Columns - 1) / TTile.Columns;
        var block = index / (shape.BlockTiles * panels);
        var firstTile = block * shape.BlockTiles;
        var tiles = IntrinsicMath.Min(shape.BlockTiles, (shape.M + TTile.Rows - 1) / TTile.Rows - firstTile);
        var inBlock = index - firstTile * panels;
        var panel = inBlock / tiles;
        var tile = firstTile + inBlock - panel * tiles;

        var rows = IntrinsicMath.Min(TTile.Rows, shape.M - tile * TTile.Rows);
        var fromA = new long[MostRows];
        for (var r = 0; r < MostRows; r++)
            fromA[r] = (long)tile * shape.ATile + TRows.Offset(r, rows, shape.ARow);

        var sums = default(Block8x16<T>);
        var aStep = 0L;
        var bStep = panel * shape.K * TTile.Columns;
        for (var step = 0; step < shape.K; step++)
        {
            var line = Row16<T>.Load(b, bStep);
            sums.AddToFirst<TMath>(
                At(a, fromA[0], aStep), At(a, fromA[1], aStep), At(a, fromA[2], aStep), At(a, fromA[3], aStep), At(a, fromA[4], aStep),
                At(a, fromA[5], aStep), line);
            if (TTile.Rows > 6)
                sums.AddToLast<TMath>(At(a, fromA[6], aStep), At(a, fromA[7], aStep), line);
            aStep += shape.AStep;
            bStep += TTile.Columns;
        }

        // Through memory, because the epilogue is too much code to be there once for each register.
        var stored = LocalMemory.Allocate<T>(TTile.Sums);
        sums.SaveFirst(stored);
        if (TTile.Rows > 6)
            sums.SaveLast(stored);

        var piece = PieceOfC.Of<TTile>(shape, tile, panel);
        if (shape.IsTransposed == 0 & piece.Columns == TTile.Columns & !TEpilogue.IsRandom)
        {
            var offset = piece.Row * piece.N + piece.Column;
            for (var r = 0; r < rows; r++)
            {
                Row16<T>.Load(stored, r * TTile.Columns).Store<TEpilogue, TMath>(c, operands, epilogue, piece.Column, offset);
                offset += piece.N;
            }

            return;
        }

        if (shape.IsTransposed == 0)
            piece.Finish<TEpilogue, T, TMath>(stored, TTile.Columns, 1, operands, c, epilogue);
        else piece.Finish<TEpilogue, T, TMath>(stored, 1, TTile.Columns, operands, c, epilogue);
    }

    /// <summary>An element of a row, by a view of the row's own: then compilers keep its address, and add nothing in a loop.</summary>
    private static T At<T>(ArrayView<T> a, long row, long step) where T : unmanaged =>
        a.SubView(row, a.Length - row)[step];
}
