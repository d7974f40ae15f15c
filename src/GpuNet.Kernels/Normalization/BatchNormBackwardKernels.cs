using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Batch normalization of x [rows, features] backwards, with the activation f behind it: of z = gamma * xhat + beta the
/// gradient is dz = dy * f'(z). Then dGamma = sum of dz * xhat and dBeta = sum of dz over the rows;
/// dx = gamma / sqrt(variance + epsilon) * (dz - dBeta / rows - xhat * dGamma / rows), and in evaluation, where the
/// statistics are constants, dx = dz * gamma / sqrt(variance + epsilon).
/// </summary>
/// <remarks>
/// x and dy are read twice in training: once for the two sums (<see cref="Partials"/>, then <see cref="Finish"/>, which
/// reads what blocks have left), once for dx (<see cref="Input"/>). Numerics: sums in runs, blocks and then the whole, in
/// an order that follows from the number of rows (<see cref="BatchNormShape"/>).
/// </remarks>
public static class BatchNormBackwardKernels
{
    /// <summary>
    /// Each block's sums of dz * xhat and of dz, partials [2, blocks, features]. Launch: auto-grouped, extent
    /// <see cref="BatchNormShape.Items"/>.
    /// </summary>
    public static void Partials<TStatistics, TActivation, T, TMath>(
        Index1D index, ArrayView<T> x, ArrayView<T> dy, ArrayView<T> first, ArrayView<T> second, ArrayView<T> gamma,
        ArrayView<T> beta, ArrayView<T> partials, BatchNormShape shape, T epsilon, TStatistics statistics,
        TActivation activation)
        where TStatistics : unmanaged, IColumnStatistics<TStatistics>
        where TActivation : unmanaged, IUnaryOp<TActivation>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var block = index.X / shape.Features;
        var feature = index.X - block * shape.Features;
        var own = statistics.Of<T, TMath>(first, second, feature, shape.Features, epsilon);
        var (scale, shift) = (gamma[feature], beta[feature]);
        var end = shape.EndOf(block);
        var (products, sum) = (T.Zero, T.Zero);
        for (var run = block * shape.Block; run < end; run += BatchNormShape.Run)
        {
            var stop = IntrinsicMath.Min(run + BatchNormShape.Run, end);
            var (runProducts, runSum) = (T.Zero, T.Zero);
            for (var row = run; row < stop; row++)
            {
                var i = row * shape.Features + feature;
                var xhat = own.Normalize(x[i]);
                var dz = activation.Through<TActivation, T, TMath>(dy[i], TMath.Fma(xhat, scale, shift));
                runProducts = TMath.Fma(dz, xhat, runProducts);
                runSum += dz;
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
    public static void Input<TActivation, T, TMath>(
        Index1D index, ArrayView<T> x, ArrayView<T> dy, ArrayView<T> statistics, ArrayView<T> gamma, ArrayView<T> beta,
        ArrayView<T> dGamma, ArrayView<T> dBeta, ArrayView<T> dx, BatchNormShape shape, T count, TActivation activation)
        where TActivation : unmanaged, IUnaryOp<TActivation>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var quad = index.X / shape.Features;
        var feature = index.X - quad * shape.Features;
        var own = NormStatistics<T>.Read(statistics, feature, shape.Features);
        var (meanOfTerms, meanOfProducts) = (dBeta[feature] / count, dGamma[feature] / count);
        var (scale, shift) = (gamma[feature], beta[feature]);
        for (var k = 0; k < BatchNormShape.Quad; k++)
        {
            if (shape.HasRow(quad, k))
            {
                var i = shape.At(quad, k, feature);
                var xhat = own.Normalize(x[i]);
                var dz = activation.Through<TActivation, T, TMath>(dy[i], TMath.Fma(xhat, scale, shift));
                dx[i] = own.Gradient<TMath>(dz, xhat, meanOfTerms, meanOfProducts) * scale;
            }
        }
    }

    /// <summary>dx in evaluation. Launch: as <see cref="Input"/>.</summary>
    public static void EvaluationInput<TActivation, T, TMath>(
        Index1D index, ArrayView<T> x, ArrayView<T> dy, ArrayView<T> mean, ArrayView<T> variance, ArrayView<T> gamma,
        ArrayView<T> beta, ArrayView<T> dx, BatchNormShape shape, T epsilon, TActivation activation)
        where TActivation : unmanaged, IUnaryOp<TActivation>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var quad = index.X / shape.Features;
        var feature = index.X - quad * shape.Features;
        var own = default(OfRunning).Of<T, TMath>(mean, variance, feature, shape.Features, epsilon);
        var (factor, shift) = (gamma[feature], beta[feature]);
        var scale = own.Scale * factor;
        for (var k = 0; k < BatchNormShape.Quad; k++)
        {
            if (shape.HasRow(quad, k))
            {
                var i = shape.At(quad, k, feature);
                var z = TMath.Fma(own.Normalize(x[i]), factor, shift);
                dx[i] = activation.Through<TActivation, T, TMath>(dy[i], z) * scale;
            }
        }
    }
}
