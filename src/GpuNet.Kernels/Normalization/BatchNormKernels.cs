using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Batch normalization of x [rows, features], per feature over the rows:
/// y = gamma * xhat + beta, xhat = (x - mean) / sqrt(variance + epsilon).
/// </summary>
/// <remarks>
/// Source: Ioffe and Szegedy 2015; torch.nn.BatchNorm1d (normalizes with the biased variance, keeps running statistics
/// with the unbiased one). Launches of one item a feature: auto-grouped, extent features; neighbouring items own
/// neighbouring features. Numerics: two passes (mean, then squared distances from it), each summed in blocks of
/// <see cref="Block"/> rows whose sums are added up, in an order fixed by the shape.
/// </remarks>
public static class BatchNormKernels
{
    /// <summary>Rows summed one after the other before their sum is added to the total.</summary>
    public const int Block = 64;

    /// <summary>mean[f] and the biased variance[f] over the rows. Launch: one item a feature.</summary>
    public static void Statistics<T, TMath>(
        Index1D feature, ArrayView<T> x, ArrayView<T> mean, ArrayView<T> variance, int rows, int features, T count)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var sum = T.Zero;
        for (var block = 0; block < rows; block += Block)
        {
            var end = IntrinsicMath.Min(block + Block, rows);
            var partial = T.Zero;
            for (var row = block; row < end; row++)
                partial += x[row * features + feature];
            sum += partial;
        }

        var center = sum / count;
        var squares = T.Zero;
        for (var block = 0; block < rows; block += Block)
        {
            var end = IntrinsicMath.Min(block + Block, rows);
            var partial = T.Zero;
            for (var row = block; row < end; row++)
            {
                var distance = x[row * features + feature] - center;
                partial = TMath.Fma(distance, distance, partial);
            }

            squares += partial;
        }

        mean[feature] = center;
        variance[feature] = squares / count;
    }

    /// <summary>
    /// running += momentum * (batch - running) for mean and variance, the variance made unbiased by
    /// <paramref name="unbias"/> = rows / (rows - 1). Launch: one item a feature.
    /// </summary>
    public static void UpdateRunning<T, TMath>(
        Index1D feature, ArrayView<T> mean, ArrayView<T> variance, ArrayView<T> runningMean,
        ArrayView<T> runningVariance, T momentum, T unbias)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        Move<T, TMath>(feature, mean, variance, runningMean, runningVariance, momentum, unbias);
    }

    /// <summary>
    /// The same with every batch weighing as much as any other: counts the batch in <paramref name="seen"/> [features],
    /// and momentum is 1 / seen. Launch: one item a feature.
    /// </summary>
    public static void UpdateRunningEqually<T, TMath>(
        Index1D feature, ArrayView<T> mean, ArrayView<T> variance, ArrayView<T> runningMean,
        ArrayView<T> runningVariance, ArrayView<T> seen, T unbias)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var count = seen[feature] + T.One;
        seen[feature] = count;
        Move<T, TMath>(feature, mean, variance, runningMean, runningVariance, T.One / count, unbias);
    }

    /// <summary>
    /// y from x and the statistics: the batch's in training, the running ones in evaluation. Launch: auto-grouped,
    /// extent <c>features * ceil(rows / rowsPerItem)</c>; an item walks down rows of one feature.
    /// </summary>
    public static void Forward<T, TMath>(
        Index1D index, ArrayView<T> x, ArrayView<T> mean, ArrayView<T> variance, ArrayView<T> gamma, ArrayView<T> beta,
        ArrayView<T> y, int rows, int features, int rowsPerItem, T epsilon)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var block = index.X / features;
        var feature = index.X - block * features;
        var end = IntrinsicMath.Min((block + 1) * rowsPerItem, rows);
        var center = mean[feature];
        var scale = TMath.Rsqrt(variance[feature] + epsilon) * gamma[feature];
        var shift = beta[feature];
        for (var row = block * rowsPerItem; row < end; row++)
        {
            var i = row * features + feature;
            y[i] = TMath.Fma(x[i] - center, scale, shift);
        }
    }

    /// <summary>
    /// dGamma = sum of dy * xhat and dBeta = sum of dy over the rows; also what <see cref="Backward"/> needs. Launch:
    /// one item a feature.
    /// </summary>
    public static void BackwardParameters<T, TMath>(
        Index1D feature, ArrayView<T> x, ArrayView<T> dy, ArrayView<T> mean, ArrayView<T> variance,
        ArrayView<T> dGamma, ArrayView<T> dBeta, int rows, int features, T epsilon)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var center = mean[feature];
        var scale = TMath.Rsqrt(variance[feature] + epsilon);
        var sum = T.Zero;
        var sumXhat = T.Zero;
        for (var block = 0; block < rows; block += Block)
        {
            var end = IntrinsicMath.Min(block + Block, rows);
            var partial = T.Zero;
            var partialXhat = T.Zero;
            for (var row = block; row < end; row++)
            {
                var i = row * features + feature;
                partial += dy[i];
                partialXhat = TMath.Fma(dy[i], (x[i] - center) * scale, partialXhat);
            }

            sum += partial;
            sumXhat += partialXhat;
        }

        dGamma[feature] = sumXhat;
        dBeta[feature] = sum;
    }

    /// <summary>
    /// Training: dx = gamma / sqrt(variance + epsilon) * (dy - dBeta / n - xhat * dGamma / n), n = rows =
    /// <paramref name="count"/>. Launch: auto-grouped, one item an element.
    /// </summary>
    public static void Backward<T, TMath>(
        Index1D index, ArrayView<T> x, ArrayView<T> dy, ArrayView<T> mean, ArrayView<T> variance, ArrayView<T> gamma,
        ArrayView<T> dGamma, ArrayView<T> dBeta, ArrayView<T> dx, int features, T count, T epsilon)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var feature = index.X - index.X / features * features;
        var scale = TMath.Rsqrt(variance[feature] + epsilon);
        var xhat = (x[index] - mean[feature]) * scale;
        var centered = dy[index] - dBeta[feature] / count - xhat * (dGamma[feature] / count);
        dx[index] = gamma[feature] * scale * centered;
    }

    /// <summary>
    /// Evaluation, where the statistics are constants: dx = dy * gamma / sqrt(variance + epsilon). Launch:
    /// auto-grouped, one item an element.
    /// </summary>
    public static void BackwardEvaluation<T, TMath>(
        Index1D index, ArrayView<T> dy, ArrayView<T> variance, ArrayView<T> gamma, ArrayView<T> dx, int features,
        T epsilon)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var feature = index.X - index.X / features * features;
        dx[index] = dy[index] * (TMath.Rsqrt(variance[feature] + epsilon) * gamma[feature]);
    }

    private static void Move<T, TMath>(
        int feature, ArrayView<T> mean, ArrayView<T> variance, ArrayView<T> runningMean, ArrayView<T> runningVariance,
        T momentum, T unbias)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        runningMean[feature] = TMath.Fma(momentum, mean[feature] - runningMean[feature], runningMean[feature]);
        var unbiased = variance[feature] * unbias;
        runningVariance[feature] =
            TMath.Fma(momentum, unbiased - runningVariance[feature], runningVariance[feature]);
    }
}
