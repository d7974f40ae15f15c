using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// What a row or a column is normalized by: xhat = ((x - center) - offset) * scale. In memory: all centers, then all
/// offsets, then all scales.
/// </summary>
/// <remarks>
/// The center is the mean, rounded; the offset is what rounding took from it. Near the center the first difference is
/// exact, so numbers far from 0 with a small variance keep their digits.
/// </remarks>
/// <param name="Center">The mean, rounded; or 0.</param>
/// <param name="Offset">The mean less the center.</param>
/// <param name="Scale">1 / sqrt(variance + epsilon).</param>
public readonly record struct NormStatistics<T>(T Center, T Offset, T Scale) where T : unmanaged, INumber<T>
{
    /// <summary>Numbers kept for a row or a column.</summary>
    public const int Size = 3;

    internal static NormStatistics<T> Read(ArrayView<T> statistics, int at, int count) =>
        new(statistics[at], statistics[at + count], statistics[at + 2 * count]);

    /// <summary>From the sums of distances from the center and of their squares.</summary>
    internal static NormStatistics<T> Of<TForm, TMath>(
        T center, T distances, T squares, T count, T epsilon, TForm form)
        where TForm : unmanaged, IRowNormForm<TForm>
        where TMath : unmanaged, IScalarMath<T>
    {
        var offset = form.Offset(distances, count);
        return new NormStatistics<T>(
            center, offset, TMath.Rsqrt(Variance<TMath>(offset, form.MeanShare(distances), squares, count) + epsilon));
    }

    /// <summary>The mean square distance from center + offset.</summary>
    internal static T Variance<TMath>(T offset, T distances, T squares, T count) where TMath : unmanaged, IScalarMath<T>
    {
        var variance = Squares<TMath>(offset, distances, squares) / count;
        // Equal numbers can leave a few ulps below zero; NaN stays.
        return variance < T.Zero ? T.Zero : variance;
    }

    /// <summary>
    /// The sum of squared distances from the mean, of that from where the mean is the offset; infinite where squares of finite
    /// distances are.
    /// </summary>
    internal static T Squares<TMath>(T offset, T distances, T squares) where TMath : unmanaged, IScalarMath<T> =>
        distances - distances == T.Zero && squares - squares != T.Zero ? squares : TMath.Fma(-offset, distances, squares);

    internal void Write(ArrayView<T> statistics, int at, int count)
    {
        statistics[at] = Center;
        statistics[at + count] = Offset;
        statistics[at + 2 * count] = Scale;
    }

    internal T Normalize(T x) => (x - Center - Offset) * Scale;

    /// <summary>dx of one element; <paramref name="term"/> is dy times its factor, the means are the row's or the column's.</summary>
    internal T Gradient<TMath>(T term, T xhat, T meanOfTerms, T meanOfProducts)
        where TMath : unmanaged, IScalarMath<T> =>
        TMath.Fma(-xhat, meanOfProducts, term - meanOfTerms) * Scale;
}
