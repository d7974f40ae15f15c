using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// The end of a tiled product: sums that a group has laid out in shared memory go through the epilogue to C, whole rows
/// by neighbouring items, four columns of four rows by each.
/// </summary>
internal static class TileStore
{
    /// <summary>Stores rows of a tile; in a format of 16 bits, too, or alone, where the operands have a view for that, or C has none.</summary>
    /// <typeparam name="TFormat">The format of the product's operands.</typeparam>
    /// <typeparam name="TEpilogue">The epilogue.</typeparam>
    /// <typeparam name="TMath">Its functions.</typeparam>
    /// <param name="sums">The sums, in shared memory.</param>
    /// <param name="pitch">Distance of their rows, a multiple of four.</param>
    /// <param name="rows">How many rows they are, a multiple of four.</param>
    /// <param name="columns">How many columns, a multiple of four.</param>
    /// <param name="firstRow">The row of C that the first one is, a multiple of four.</param>
    /// <param name="rowsTogether">So many rows follow each other in C, a multiple of four; then as many are left out.</param>
    /// <param name="firstColumn">The column of C that the first one is.</param>
    /// <param name="c">C; empty where the operands' view in 16 bits is all that is wanted.</param>
    /// <param name="operands">The epilogue's views.</param>
    /// <param name="shape">The product.</param>
    /// <param name="hasVectors">1 where quads of C may be stored whole.</param>
    /// <param name="epilogue">What happens to a finished sum.</param>
    internal static void Run<TFormat, TEpilogue, TMath>(
        ArrayView<float> sums, int pitch, int rows, int columns, int firstRow, int rowsTogether, int firstColumn,
        ArrayView<float> c, EpilogueOperands<float> operands, MatMulShape shape, int hasVectors, TEpilogue epilogue)
        where TFormat : unmanaged, ITensorFormat
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where TMath : unmanaged, IScalarMath<float>
    {
        for (var index = Group.IdxX; index < rows / 4 * (columns / 4); index += Group.DimX)
        {
            var line = index / (columns / 4) * 4;
            var place = index % (columns / 4) * 4;
            var row = firstRow + line + line / rowsTogether * rowsTogether;
            var column = firstColumn + place;
            if (row < shape.M & column < shape.N)
            {
                var block = RandomLayout.Block(row, column, shape.N);
                var words0 = epilogue.Draw(operands, block);
                var words1 = epilogue.Draw(operands, block + 1);
                var words2 = epilogue.Draw(operands, block + 2);
                var words3 = epilogue.Draw(operands, block + 3);
                if (hasVectors != 0)
                {
                    StoreQuads<TFormat, TEpilogue, TMath>(
                        sums, line * pitch + place, pitch, row, column, c, operands, shape, epilogue, words0, words1, words2, words3);
                }
                else
                {
                    for (var r = 0; r < IntrinsicMath.Min(4, shape.M - row); r++)
                    {
                        StoreElements<TFormat, TEpilogue, TMath>(
                            sums, (line + r) * pitch + place, row + r, column, c, operands, shape, epilogue,
                            words0.OfRow(r), words1.OfRow(r), words2.OfRow(r), words3.OfRow(r));
                    }
                }
            }
        }
    }

    /// <summary>
    /// Quads of four rows. All is read before the first is stored: so loads are under way together, and what rows share is read once.
    /// Rows beyond the edge repeat the last one, and are not stored.
    /// </summary>
    private static void StoreQuads<TFormat, TEpilogue, TMath>(
        ArrayView<float> sums, int place, int pitch, int row, int column, ArrayView<float> c, EpilogueOperands<float> operands,
        MatMulShape shape, TEpilogue epilogue, RandomWords words0, RandomWords words1, RandomWords words2, RandomWords words3)
        where TFormat : unmanaged, ITensorFormat
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where TMath : unmanaged, IScalarMath<float>
    {
        var last = shape.M - 1 - row;
        var offset0 = row * shape.N + column;
        var offset1 = offset0 + IntrinsicMath.Min(1, last) * shape.N;
        var offset2 = offset0 + IntrinsicMath.Min(2, last) * shape.N;
        var offset3 = offset0 + IntrinsicMath.Min(3, last) * shape.N;
        var (quad0, quad1) = (Quad.Load(sums, place), Quad.Load(sums, place + pitch));
        var (quad2, quad3) = (Quad.Load(sums, place + 2 * pitch), Quad.Load(sums, place + 3 * pitch));
        quad0 = Finish<TEpilogue, TMath>(quad0, operands, epilogue, column, offset0, words0.X, words1.X, words2.X, words3.X);
        quad1 = Finish<TEpilogue, TMath>(quad1, operands, epilogue, column, offset1, words0.Y, words1.Y, words2.Y, words3.Y);
        quad2 = Finish<TEpilogue, TMath>(quad2, operands, epilogue, column, offset2, words0.Z, words1.Z, words2.Z, words3.Z);
        quad3 = Finish<TEpilogue, TMath>(quad3, operands, epilogue, column, offset3, words0.W, words1.W, words2.W, words3.W);
        StoreQuad<TFormat>(quad0, offset0, c, operands.Rounded);
        if (last >= 1)
            StoreQuad<TFormat>(quad1, offset1, c, operands.Rounded);
        if (last >= 2)
            StoreQuad<TFormat>(quad2, offset2, c, operands.Rounded);
        if (last >= 3)
            StoreQuad<TFormat>(quad3, offset3, c, operands.Rounded);
    }

    private static Quad Finish<TEpilogue, TMath>(
        Quad quad, EpilogueOperands<float> operands, TEpilogue epilogue, int column, int offset, uint word0, uint word1, uint word2, uint word3)
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where TMath : unmanaged, IScalarMath<float>
    {
        quad.X = epilogue.Apply<float, TMath>(quad.X, operands, word0, column, offset);
        quad.Y = epilogue.Apply<float, TMath>(quad.Y, operands, word1, column + 1, offset + 1);
        quad.Z = epilogue.Apply<float, TMath>(quad.Z, operands, word2, column + 2, offset + 2);
        quad.W = epilogue.Apply<float, TMath>(quad.W, operands, word3, column + 3, offset + 3);
        return quad;
    }

    private static void StoreQuad<TFormat>(Quad quad, int offset, ArrayView<float> c, ArrayView<ushort> rounded)
        where TFormat : unmanaged, ITensorFormat
    {
        if (TFormat.Bytes == 4 || c.Length > 0)
            quad.Store(c, offset);
        if (TFormat.Bytes == 2 && rounded.Length > 0)
            RoundedQuad.Of<TFormat>(quad).Store(rounded, offset);
    }

    private static void StoreElements<TFormat, TEpilogue, TMath>(
        ArrayView<float> sums, int place, int row, int column, ArrayView<float> c, EpilogueOperands<float> operands, MatMulShape shape,
        TEpilogue epilogue, uint word0, uint word1, uint word2, uint word3)
        where TFormat : unmanaged, ITensorFormat
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where TMath : unmanaged, IScalarMath<float>
    {
        var offset = row * shape.N + column;
        for (var end = IntrinsicMath.Min(4, shape.N - column); end > 0; end--)
        {
            var value = epilogue.Apply<float, TMath>(sums[place], operands, word0, column, offset);
            if (TFormat.Bytes == 4 || c.Length > 0)
                c[offset] = value;
            if (TFormat.Bytes == 2 && operands.Rounded.Length > 0)
                operands.Rounded[offset] = TFormat.Store(value);
            (word0, word1, word2) = (word1, word2, word3);
            place++;
            column++;
            offset++;
        }
    }
}
