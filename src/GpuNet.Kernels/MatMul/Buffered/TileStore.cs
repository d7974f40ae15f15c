using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// The end of a tiled product: sums that a group has laid out in shared memory go through the epilogue to C, whole rows
/// by neighbouring items, four columns by each.
/// </summary>
internal static class TileStore
{
    /// <summary>Stores rows of a tile.</summary>
    /// <param name="sums">The sums, in shared memory.</param>
    /// <param name="pitch">Distance of their rows, a multiple of four.</param>
    /// <param name="rows">How many rows they are.</param>
    /// <param name="columns">How many columns, a multiple of four.</param>
    /// <param name="firstRow">The row of C that the first one is.</param>
    /// <param name="rowsTogether">So many rows follow each other in C; then as many are left out.</param>
    /// <param name="firstColumn">The column of C that the first one is.</param>
    /// <param name="c">C.</param>
    /// <param name="operand">The epilogue's view.</param>
    /// <param name="shape">The product.</param>
    /// <param name="hasVectors">1 where quads of C may be stored whole.</param>
    /// <param name="epilogue">What happens to a finished sum.</param>
    internal static void Run<TEpilogue, TMath>(
        ArrayView<float> sums, int pitch, int rows, int columns, int firstRow, int rowsTogether, int firstColumn,
        ArrayView<float> c, ArrayView<float> operand, MatMulShape shape, int hasVectors, TEpilogue epilogue)
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where TMath : unmanaged, IScalarMath<float>
    {
        for (var index = Group.IdxX; index < rows * (columns / 4); index += Group.DimX)
        {
            var line = index / (columns / 4);
            var place = (index - line * (columns / 4)) * 4;
            var row = firstRow + line + line / rowsTogether * rowsTogether;
            var column = firstColumn + place;
            if (row < shape.M & column < shape.N)
            {
                var quad = Quad.Load(sums, line * pitch + place);
                var offset = row * shape.N + column;
                if (hasVectors != 0)
                {
                    quad.X = epilogue.Apply<float, TMath>(quad.X, operand, column, offset);
                    quad.Y = epilogue.Apply<float, TMath>(quad.Y, operand, column + 1, offset + 1);
                    quad.Z = epilogue.Apply<float, TMath>(quad.Z, operand, column + 2, offset + 2);
                    quad.W = epilogue.Apply<float, TMath>(quad.W, operand, column + 3, offset + 3);
                    quad.Store(c, offset);
                }
                else
                {
                    for (var end = IntrinsicMath.Min(4, shape.N - column); end > 0; end--)
                    {
                        c[offset] = epilogue.Apply<float, TMath>(quad.X, operand, column, offset);
                        quad.X = quad.Y;
                        quad.Y = quad.Z;
                        quad.Z = quad.W;
                        column++;
                        offset++;
                    }
                }
            }
        }
    }
}
