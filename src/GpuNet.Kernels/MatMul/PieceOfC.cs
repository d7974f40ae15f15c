using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>The piece of C that a tile of <see cref="PackedMatMul"/> is, in C's own rows and columns.</summary>
internal struct PieceOfC
{
    internal int Row, Column;
    internal int Rows, Columns;

    /// <summary>Columns of all of C.</summary>
    internal int N;

    /// <summary>Where a tile lies, and how much of it is not beyond the edge.</summary>
    internal static PieceOfC Of<TTile>(PackedShape shape, int tile, int panel) where TTile : unmanaged, IPackedTile
    {
        var (down, across) = (tile * TTile.Rows, panel * TTile.Columns);
        var rows = IntrinsicMath.Min(TTile.Rows, shape.M - down);
        var columns = IntrinsicMath.Min(TTile.Columns, shape.N - across);
        PieceOfC piece;
        piece.Row = shape.IsTransposed == 0 ? down : across;
        piece.Column = shape.IsTransposed == 0 ? across : down;
        piece.Rows = shape.IsTransposed == 0 ? rows : columns;
        piece.Columns = shape.IsTransposed == 0 ? columns : rows;
        piece.N = shape.IsTransposed == 0 ? shape.N : shape.M;
        return piece;
    }

    /// <summary>
    /// Applies an epilogue to stored sums; the items of the group take neighbouring columns. Four rows that share random
    /// words come together, from a multiple of four on.
    /// </summary>
    /// <param name="sums">The sums of the tile.</param>
    /// <param name="rowStride">Distance of sums that belong to successive rows.</param>
    /// <param name="columnStride">Distance of sums that belong to successive columns.</param>
    /// <param name="operands">The epilogue's views.</param>
    /// <param name="c">C, row by row.</param>
    /// <param name="epilogue">What happens to a finished sum.</param>
    internal readonly void Finish<TEpilogue, T, TMath>(
        ArrayView<T> sums, int rowStride, int columnStride, EpilogueOperands<T> operands, ArrayView<T> c, TEpilogue epilogue)
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var height = TEpilogue.IsRandom ? 4 : 1;
        var first = Row / height * height;
        var part = 0;
        while (first < Row + Rows)
        {
            var inPiece = part + Group.IdxX;
            if (inPiece < Columns)
            {
                var column = Column + inPiece;
                var words = epilogue.Draw(operands, RandomLayout.Block(first, column, N));
                for (var r = 0; r < height; r++)
                {
                    var row = first + r;
                    if (row >= Row & row < Row + Rows)
                    {
                        var sum = sums[(row - Row) * rowStride + inPiece * columnStride];
                        var offset = row * N + column;
                        c[offset] = epilogue.Apply<T, TMath>(sum, operands, words.OfRow(r), column, offset);
                    }
                }
            }

            // One loop, no deeper than that over k: compilers leave registers to the deepest.
            part += Group.DimX;
            if (part >= Columns)
            {
                part = 0;
                first += height;
            }
        }
    }
}
