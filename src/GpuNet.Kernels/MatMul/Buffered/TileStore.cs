using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// The end of a tiled product: sums that a group has laid out in shared memory go through the epilogue to C, whole rows
/// by neighbouring items, four columns by each; where columns share random words, of four rows.
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
        var height = TEpilogue.IsRandom ? 4 : 1;
        for (var index = Group.IdxX; index < rows / height * (columns / 4); index += Group.DimX)
        {
            var line = index / (columns / 4) * height;
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
                for (var r = 0; r < height; r++)
                {
                    if (row + r < shape.M)
                    {
                        Store<TFormat, TEpilogue, TMath>(
                            Quad.Load(sums, (line + r) * pitch + place), row + r, column, c, operands, shape, hasVectors,
                            epilogue, words0.OfRow(r), words1.OfRow(r), words2.OfRow(r), words3.OfRow(r));
                    }
                }
            }
        }
    }

    private static void Store<TFormat, TEpilogue, TMath>(
        Quad quad, int row, int column, ArrayView<float> c, EpilogueOperands<float> operands, MatMulShape shape,
        int hasVectors, TEpilogue epilogue, uint word0, uint word1, uint word2, uint word3)
        where TFormat : unmanaged, ITensorFormat
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where TMath : unmanaged, IScalarMath<float>
    {
        var offset = row * shape.N + column;
        if (hasVectors != 0)
        {
            quad.X = epilogue.Apply<float, TMath>(quad.X, operands, word0, column, offset);
            quad.Y = epilogue.Apply<float, TMath>(quad.Y, operands, word1, column + 1, offset + 1);
            quad.Z = epilogue.Apply<float, TMath>(quad.Z, operands, word2, column + 2, offset + 2);
            quad.W = epilogue.Apply<float, TMath>(quad.W, operands, word3, column + 3, offset + 3);
            if (TFormat.Bytes == 4 || c.Length > 0)
                quad.Store(c, offset);
            if (TFormat.Bytes == 2 && operands.Rounded.Length > 0)
                RoundedQuad.Of<TFormat>(quad).Store(operands.Rounded, offset);
            return;
        }

        for (var end = IntrinsicMath.Min(4, shape.N - column); end > 0; end--)
        {
            var value = epilogue.Apply<float, TMath>(quad.X, operands, word0, column, offset);
            if (TFormat.Bytes == 4 || c.Length > 0)
                c[offset] = value;
            if (TFormat.Bytes == 2 && operands.Rounded.Length > 0)
                operands.Rounded[offset] = TFormat.Store(value);
            (quad.X, quad.Y, quad.Z) = (quad.Y, quad.Z, quad.W);
            (word0, word1, word2) = (word1, word2, word3);
            column++;
            offset++;
        }
    }
}
