using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Matrix multiply for CPUs: a group of one vector computes a tile of C in registers, from panels of B in which it
/// reads forward only, without strides, guards or clamps, and from rows of A.
/// </summary>
/// <remarks>
/// <see cref="PanelPacking"/> lays B out: a panel holds <see cref="IPackedTile.Columns"/> columns, step of k by step of
/// k; columns beyond the edge are zero there and are not stored. A is read where it lies, element by element, or in
/// panels of <see cref="IPackedTile.Rows"/> rows where its rows would fight for the same places of a cache. C may be
/// written transposed, so that either operand can be the one in panels. Successive groups walk down a block of A with
/// one panel of B; the second-level cache holds both. So that it does, long sums are cut along k: a launch for each
/// stretch, which leaves its sums in <c>partial</c> for the next one to go on from; the order of the additions does not
/// change. A finished tile goes through shared memory, where C is transposed in passing, and a loop applies the epilogue: once
/// for each register, beside all the sums, it would be more than just-in-time compilers keep track of.
/// Launch: explicitly grouped, groups (<see cref="IPackedTile.Width"/>, 1, 1), <see cref="Groups"/> of them along x.
/// Numerics: see <see cref="ReferenceMatMul"/>; the same bits. Layout after Goto and van de Geijn, "Anatomy of
/// High-Performance Matrix Multiplication" (2008).
/// </remarks>
public static class PackedMatMul
{
    /// <summary>Groups that C [m, n] needs.</summary>
    public static int Groups<TTile>(int m, int n) where TTile : unmanaged, IPackedTile =>
        PanelPacking.Panels(m, TTile.Rows) * PanelPacking.Panels(n, TTile.Columns);

    /// <summary>The kernel. The launch with the last steps applies the epilogue and writes C.</summary>
    /// <param name="a">A, as the shape says.</param>
    /// <param name="b">B in panels of <see cref="IPackedTile.Columns"/> columns.</param>
    /// <param name="partial">Room for all tiles' sums; not used where one launch takes all steps.</param>
    /// <param name="operands">The epilogue's views.</param>
    /// <param name="c">C, as the shape says.</param>
    /// <param name="shape">The part to compute.</param>
    /// <param name="epilogue">What happens to a finished sum.</param>
    public static void Kernel<TTile, TRows, TEpilogue, T, TMath>(
        ArrayView<T> a, ArrayView<T> b, ArrayView<T> partial, EpilogueOperands<T> operands, ArrayView<T> c, PackedShape shape,
        TEpilogue epilogue)
        where TTile : unmanaged, IPackedTile
        where TRows : unmanaged, IPackedRows
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        Block<TTile, TRows, TEpilogue, T, TMath>(Grid.IdxX, a, b, partial, operands, c, shape, epilogue);

    /// <summary>What the group does that computes the given tile of C, in the order that the shape says.</summary>
    internal static void Block<TTile, TRows, TEpilogue, T, TMath>(
        int index, ArrayView<T> a, ArrayView<T> b, ArrayView<T> partial, EpilogueOperands<T> operands, ArrayView<T> c, PackedShape shape,
        TEpilogue epilogue)
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
        var fromA = new long[TTile.Rows];
        for (var r = 0; r < TTile.Rows; r++)
            fromA[r] = TRows.Offset(r, rows, shape.ARow);

        var left = new T[TTile.Rows];
        var right = new T[TTile.Rows];
        var saved = index * TTile.Sums + Group.IdxX;
        if (shape.FirstStep > 0)
        {
            for (var r = 0; r < TTile.Rows; r++)
            {
                left[r] = partial[saved + 2 * r * TTile.Width];
                right[r] = partial[saved + (2 * r + 1) * TTile.Width];
            }
        }

        var aStep = (long)tile * shape.ATile + (long)shape.FirstStep * shape.AStep;
        var bStep = (panel * shape.K + shape.FirstStep) * TTile.Columns + Group.IdxX;
        for (var step = 0; step < shape.Steps; step++)
        {
            var b0 = b[bStep];
            var b1 = b[bStep + TTile.Width];
            for (var r = 0; r < TTile.Rows; r++)
            {
                var ar = a[fromA[r] + aStep];
                left[r] = TMath.Fma(ar, b0, left[r]);
                right[r] = TMath.Fma(ar, b1, right[r]);
            }

            aStep += shape.AStep;
            bStep += TTile.Columns;
        }

        var piece = PieceOfC.Of<TTile>(shape, tile, panel);
        if (shape.FirstStep + shape.Steps < shape.K)
        {
            for (var r = 0; r < TTile.Rows; r++)
            {
                partial[saved + 2 * r * TTile.Width] = left[r];
                partial[saved + (2 * r + 1) * TTile.Width] = right[r];
            }
        }
        else if (TEpilogue.IsShort & shape.IsTransposed == 0 & piece.Rows == TTile.Rows & piece.Columns == TTile.Columns)
        {
            var column = piece.Column + Group.IdxX;
            var offset = piece.Row * piece.N + column;
            for (var r = 0; r < TTile.Rows; r++)
            {
                var offsetRight = offset + TTile.Width;
                c[offset] = epilogue.Apply<T, TMath>(left[r], operands, 0, column, offset);
                c[offsetRight] = epilogue.Apply<T, TMath>(right[r], operands, 0, column + TTile.Width, offsetRight);
                offset += piece.N;
            }
        }
        else
        {
            // Through memory, in rows of C: the epilogue is too much code to be there once for each register.
            var sums = SharedMemory.Allocate<T>(TTile.Sums);
            for (var r = 0; r < TTile.Rows; r++)
            {
                sums[r * shape.SumsRow + Group.IdxX * shape.SumsColumn] = left[r];
                sums[r * shape.SumsRow + (TTile.Width + Group.IdxX) * shape.SumsColumn] = right[r];
            }

            Group.Barrier();
            var stride = shape.IsTransposed == 0 ? TTile.Columns : TTile.Rows;
            piece.Finish<TEpilogue, T, TMath>(sums, stride, 1, operands, c, epilogue);
        }
    }
}
