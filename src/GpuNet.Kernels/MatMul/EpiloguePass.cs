using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// An epilogue by itself, for sums that something else has stored: a library that multiplies has none of its own.
/// </summary>
/// <remarks>
/// Launch: auto-grouped, extent <see cref="Items"/>: an item for each element of C, or for four rows of a column that
/// share random words. The epilogue's views are not C.
/// </remarks>
public static class EpiloguePass
{
    /// <summary>Items that C [m, n] needs.</summary>
    public static int Items<TEpilogue>(int m, int n) where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue> =>
        TEpilogue.IsRandom ? RandomLayout.Items(m * n, n) : m * n;

    /// <summary>The kernel: c[i, j] = epilogue(c[i, j]).</summary>
    /// <param name="index">The item.</param>
    /// <param name="operands">The epilogue's views.</param>
    /// <param name="c">The sums, dense and row-major.</param>
    /// <param name="shape">The product; its rows and columns.</param>
    /// <param name="epilogue">What happens to a finished sum.</param>
    public static void Kernel<TEpilogue, T, TMath>(
        Index1D index, EpilogueOperands<T> operands, ArrayView<T> c, MatMulShape shape, TEpilogue epilogue)
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var column = index.X % shape.N;
        if (TEpilogue.IsRandom)
            FourRows.Finish<TEpilogue, T, TMath>(c, operands, shape, epilogue, index.X / shape.N * 4, column);
        else
            c[index] = epilogue.Apply<T, TMath>(c[index], operands, 0, column, index.X);
    }
}
