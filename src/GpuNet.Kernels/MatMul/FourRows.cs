using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>Four rows of a column of C, which share a block of random words, where their sums are stored already.</summary>
internal static class FourRows
{
    /// <summary>Replaces the sums by what an epilogue makes of them.</summary>
    /// <param name="c">The sums.</param>
    /// <param name="operands">The epilogue's views.</param>
    /// <param name="shape">The product.</param>
    /// <param name="epilogue">What happens to a finished sum.</param>
    /// <param name="row">The first row, a multiple of four; those beyond the edge are left out.</param>
    /// <param name="column">The column.</param>
    internal static void Finish<TEpilogue, T, TMath>(
        ArrayView<T> c, EpilogueOperands<T> operands, MatMulShape shape, TEpilogue epilogue, int row, int column)
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var words = epilogue.Draw(operands, RandomLayout.Block(row, column, shape.N));
        for (var r = 0; r < 4; r++)
        {
            if (row + r < shape.M)
            {
                var offset = (row + r) * shape.N + column;
                c[offset] = epilogue.Apply<T, TMath>(c[offset], operands, words.OfRow(r), column, offset);
            }
        }
    }
}
