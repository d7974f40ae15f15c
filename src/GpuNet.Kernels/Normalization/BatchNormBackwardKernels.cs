using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Batch normalization of x [rows, features] backwards: dGamma = sum of dy * xhat and dBeta = sum of dy over the rows;
/// dx = gamma / sqrt(variance + epsilon) * (dy - dBeta / rows - xhat * dGamma / rows), and in evaluation, where the
/// statistics are constants, dx = dy * gamma / sqrt(variance + epsilon).
/// </summary>
/// <remarks>
/// x and dy are read twice in training: once for the two sums (<see cref="Partials"/>, then <see cref="Finish"/>, which
/// reads what blocks have left), once for dx (<see cref="Input"/>). Numerics: sums in runs, blocks and then the whole, in
/// an order that follows from the number of rows (<see cref="BatchNormShape"/>).
/// </remarks>
public static class BatchNormBackwardKernels
{
    /// <summary>
    /// Each block's sums of dy * xhat and of dy, partials [2, blocks, features]. Launch: auto-grouped, extent
    /// <see cref="BatchNormShape.Items"/>.
    /// </summary>
    public static void Partials<TStatistics, T, TMath>(
        Index1D index, ArrayView<T> x, ArrayView<T> dy, ArrayView<T> first, ArrayView<T> second, ArrayView<T> partials,
        BatchNormShape shape, T epsilon, TStatistics statistics)
        where TStatistics : unmanaged, IColumnStatistics<TStatistics>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var block = index.X / shape.Features;
        var feature = index.X - block * shape.Features;
        var own = statistics.Of<T, TMath>(first, second, feature, shape.Features, epsilon);
        var end = shape.EndOf(block);
        var (products, sum) = (T.Zero, T.Zero);
        for (var run = block * shape.Block; run < end; run += BatchNormShape.Run)
        {
            var stop = IntrinsicMath.Min(run + BatchNormShape.Run, end);
            var (runProducts, runSum) = (T.Zero, T.Zero);
            for (var row = run; row < stop; row++)
            {
                var i = row * shape.Features + feature;
                runProducts = TMath.Fma(dy[i], own.Normalize(x[i]), runProducts);
                runSum += dy[i];
            }

            products += runProducts;
            sum += runSum;
        }

        partials[index] = products;
        partials[index + shape.Items] = sum;
    }

    /// <summary>dGamma and dBeta, from what <see cref="Partials"/> left. Launch: one item a feature.</summary>
    public static void Finish<T>(
        Index1D feature, ArrayView<T> partials, ArrayView<T> dGamma, ArrayView<T> dBeta, BatchNormShape shape)
        where T : unmanaged, INumber<T>
    {
        var (products, sum) = (T.Zero, T.Zero);
        for (var block = 0; block < shape.Blocks; block++)
        {
            products += partials[block * shape.Features + feature];
            sum += partials[block * shape.Features + feature + shape.Items];
        }

        dGamma[feature] = products;
        dBeta[feature] = sum;
    }

    /// <summary>
    /// dx in training. Launch: auto-grouped, extent <see cref="BatchNormShape.Quads"/>; an item has four rows of a feature.
    /// </summary>
    public static void Input<T, TMath>(
        Index1D index, ArrayView<T> x, ArrayView<T> dy, ArrayView<T> statistics, ArrayView<T> gamma, ArrayView<T> dGamma,
        ArrayView<T> dBeta, ArrayView<T> dx, BatchNormShape shape, T count)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var quad = index.X / shape.Features;
        var feature = index.X - quad * shape.Features;
        var end = shape.EndOfQuad(quad);
        var own = NormStatistics<T>.Read(statistics, feature, shape.Features);
        var (meanOfTerms, meanOfProducts) = (dBeta[feature] / count, dGamma[feature] / count);
        var scale = gamma[feature];
        for (var row = quad * BatchNormShape.Quad; row < end; row++)
        {
            var i = row * shape.Features + feature;
            dx[i] = own.Gradient<TMath>(dy[i], own.Normalize(x[i]), meanOfTerms, meanOfProducts) * scale;
        }
    }

    /// <summary>dx in evaluation. Launch: as <see cref="Input"/>.</summary>
    public static void EvaluationInput<T, TMath>(
        Index1D index, ArrayView<T> dy, ArrayView<T> variance, ArrayView<T> gamma, ArrayView<T> dx,
        BatchNormShape shape, T epsilon)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var quad = index.X / shape.Features;
        var feature = index.X - quad * shape.Features;
        var end = shape.EndOfQuad(quad);
        var scale = TMath.Rsqrt(variance[feature] + epsilon) * gamma[feature];
        for (var row = quad * BatchNormShape.Quad; row < end; row++)
        {
            var i = row * shape.Features + feature;
            dx[i] = dy[i] * scale;
        }
    }
}
