using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// An epilogue by itself, for sums that something else has stored: a library that multiplies has none of its own.
/// </summary>
/// <remarks>
/// Launch: auto-grouped, an item for each element of C. Not for <see cref="AddToStored"/>, whose operand the sums have
/// replaced.
/// </remarks>
public static class EpiloguePass
{
    /// <summary>The kernel: c[i, j] = epilogue(c[i, j]).</summary>
    /// <param name="index">The element.</param>
    /// <param name="operand">The epilogue's view.</param>
    /// <param name="c">The sums, dense and row-major.</param>
    /// <param name="columns">Columns of C.</param>
    /// <param name="epilogue">What happens to a finished sum.</param>
    public static void Kernel<TEpilogue, T, TMath>(
        Index1D index, ArrayView<T> operand, ArrayView<T> c, int columns, TEpilogue epilogue)
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        c[index] = epilogue.Apply<T, TMath>(c[index], operand, index.X % columns, index.X);
}
