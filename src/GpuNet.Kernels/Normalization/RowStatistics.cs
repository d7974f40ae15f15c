using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// What a row is normalized by: xhat = ((x - center) - offset) * scale. In memory: all rows' centers, then all offsets,
/// then all scales.
/// </summary>
/// <remarks>
/// The center is the mean, rounded; the offset is what rounding took from it. Near the center the first difference is
/// exact, so a row far from 0 with a small variance keeps its digits.
/// </remarks>
internal readonly record struct RowStatistics<T>(T Center, T Offset, T Scale) where T : unmanaged, INumber<T>
{
    /// <summary>Numbers kept for a row.</summary>
    public const int Size = 3;

    public static RowStatistics<T> Read(ArrayView<T> statistics, int row, int rows) =>
        new(statistics[row], statistics[row + rows], statistics[row + 2 * rows]);

    /// <summary>From the sums of distances from the center and of their squares.</summary>
    public static RowStatistics<T> Of<TForm, TMath>(
        T center, T distances, T squares, T count, T epsilon, TForm form)
        where TForm : unmanaged, IRowNormForm<TForm>
        where TMath : unmanaged, IScalarMath<T>
    {
        var offset = form.Offset(distances, count);
        var variance = TMath.Fma(-offset, distances, squares) / count;
        // Equal numbers can leave a few ulps below zero; NaN stays.
        if (variance < T.Zero)
            variance = T.Zero;
        return new RowStatistics<T>(center, offset, TMath.Rsqrt(variance + epsilon));
    }

    public void Write(ArrayView<T> statistics, int row, int rows)
    {
        statistics[row] = Center;
        statistics[row + rows] = Offset;
        statistics[row + 2 * rows] = Scale;
    }

    public T Normalize(T x) => (x - Center - Offset) * Scale;

    /// <summary>dx of one element; <paramref name="term"/> is dy times its factor, the means are the row's.</summary>
    public T Gradient<TMath>(T term, T xhat, T meanOfTerms, T meanOfProducts) where TMath : unmanaged, IScalarMath<T> =>
        TMath.Fma(-xhat, meanOfProducts, term - meanOfTerms) * Scale;
}
