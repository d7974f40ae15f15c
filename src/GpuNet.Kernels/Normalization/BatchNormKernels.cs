using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Batch normalization of x [rows, features], per feature over the rows, forward:
/// y = f(gamma * xhat + beta), xhat = (x - mean) / sqrt(variance + epsilon), with an activation f (<see cref="Identity"/>
/// for none).
/// </summary>
/// <remarks>
/// <para>
/// Source: Ioffe and Szegedy 2015; torch.nn.BatchNorm1d (normalizes with the biased variance, keeps running statistics
/// with the unbiased one). In training x is read twice: once for its statistics (<see cref="Partials"/>, then a
/// <c>Finish</c> kernel, which reads what blocks have left), once to be normalized (<see cref="Forward"/>).
/// </para>
/// <para>
/// Numerics: a run of <see cref="BatchNormShape.Run"/> rows is seen from its first row. So variance comes from sums of one
/// pass, and loses no more digits than the run has rows, wherever the numbers lie: the first row is one of them, its own
/// distance from the mean is part of the variance. Runs are merged into blocks and blocks into the whole by their
/// distances (Chan, Golub and LeVeque 1979), in an order that follows from the number of rows. Nothing is seen from
/// infinity, from where all distances are NaN: infinite numbers have an infinite mean. Where squares overflow, the variance
/// is infinite, and normalized numbers are 0.
/// </para>
/// </remarks>
public static class BatchNormKernels
{
    /// <summary>
    /// Of each block: its first row, its mean's distance from that, and the sum of squared distances from its mean;
    /// partials [3, blocks, features]. Launch: auto-grouped, extent <see cref="BatchNormShape.Items"/>; neighbouring items
    /// own neighbouring features.
    /// </summary>
    public static void Partials<T, TMath>(
        Index1D index, ArrayView<T> x, ArrayView<T> partials, BatchNormShape shape)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var block = index.X / shape.Features;
        var feature = index.X - block * shape.Features;
        var end = shape.EndOf(block);
        var first = FiniteOrZero(x[block * shape.Block * shape.Features + feature]);
        var (mean, squares, seen) = (T.Zero, T.Zero, T.Zero);
        for (var run = block * shape.Block; run < end; run += BatchNormShape.Run)
        {
            var stop = IntrinsicMath.Min(run + BatchNormShape.Run, end);
            var start = FiniteOrZero(x[run * shape.Features + feature]);
            var (distances, own) = (T.Zero, T.Zero);
            for (var row = run; row < stop; row++)
            {
                var distance = x[row * shape.Features + feature] - start;
                distances += distance;
                own = TMath.Fma(distance, distance, own);
            }

            var count = TMath.Of((float)(stop - run));
            var offset = distances / count;
            var apart = start - first + offset - mean;
            var share = count / (seen + count);
            squares += NormStatistics<T>.Squares<TMath>(offset, distances, own) + apart * (apart * (seen * share));
            mean = TMath.Fma(apart, share, mean);
            seen += count;
        }

        partials[index] = first;
        partials[index + shape.Items] = mean;
        partials[index + 2 * shape.Items] = squares;
    }

    /// <summary>The batch's statistics [3, features], from what <see cref="Partials"/> left. Launch: one item a feature.</summary>
    public static void Finish<T, TMath>(
        Index1D feature, ArrayView<T> partials, ArrayView<T> statistics, BatchNormShape shape, T count,
        T epsilon)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        Combine<T, TMath>(feature, partials, statistics, shape, count, epsilon);
    }

    /// <summary>
    /// The same, and running += momentum * (batch - running) for mean and variance, the variance made unbiased by
    /// <paramref name="unbias"/> = rows / (rows - 1). Launch: one item a feature.
    /// </summary>
    public static void FinishMoving<T, TMath>(
        Index1D feature, ArrayView<T> partials, ArrayView<T> statistics, ArrayView<T> runningMean,
        ArrayView<T> runningVariance, BatchNormShape shape, T count, T epsilon, T momentum, T unbias)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var (mean, variance) = Combine<T, TMath>(feature, partials, statistics, shape, count, epsilon);
        Move<T, TMath>(feature, mean, variance * unbias, runningMean, runningVariance, momentum);
    }

    /// <summary>
    /// The same with every batch weighing as much as any other: counts the batch in <paramref name="seen"/> [features],
    /// and momentum is 1 / seen. Launch: one item a feature.
    /// </summary>
    public static void FinishMovingEqually<T, TMath>(
        Index1D feature, ArrayView<T> partials, ArrayView<T> statistics, ArrayView<T> runningMean,
        ArrayView<T> runningVariance, ArrayView<T> seen, BatchNormShape shape, T count, T epsilon, T unbias)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var batches = seen[feature] + T.One;
        seen[feature] = batches;
        var (mean, variance) = Combine<T, TMath>(feature, partials, statistics, shape, count, epsilon);
        Move<T, TMath>(feature, mean, variance * unbias, runningMean, runningVariance, T.One / batches);
    }

    /// <summary>
    /// y from x and the statistics, and an activation of it. Launch: auto-grouped, extent
    /// <see cref="BatchNormShape.Quads"/>; an item has four rows of a feature.
    /// </summary>
    public static void Forward<TStatistics, TActivation, T, TMath>(
        Index1D index, ArrayView<T> x, ArrayView<T> first, ArrayView<T> second, ArrayView<T> gamma, ArrayView<T> beta,
        ArrayView<T> y, BatchNormShape shape, T epsilon, TStatistics statistics, TActivation activation)
        where TStatistics : unmanaged, IColumnStatistics<TStatistics>
        where TActivation : unmanaged, IUnaryOp<TActivation>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var quad = index.X / shape.Features;
        var feature = index.X - quad * shape.Features;
        var own = statistics.Of<T, TMath>(first, second, feature, shape.Features, epsilon);
        var (scale, shift) = (gamma[feature], beta[feature]);
        for (var k = 0; k < BatchNormShape.Quad; k++)
        {
            if (shape.HasRow(quad, k))
            {
                var i = shape.At(quad, k, feature);
                y[i] = activation.Forward<T, TMath>(TMath.Fma(own.Normalize(x[i]), scale, shift));
            }
        }
    }

    /// <summary>Writes a feature's statistics; returns its mean and (biased) variance.</summary>
    private static (T Mean, T Variance) Combine<T, TMath>(
        int feature, ArrayView<T> partials, ArrayView<T> statistics, BatchNormShape shape, T count,
        T epsilon)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var first = partials[feature];
        var sum = T.Zero;
        for (var block = 0; block < shape.Blocks; block++)
            sum = TMath.Fma(RowsOf<T, TMath>(block, shape), MeanFrom(first, partials, block, feature, shape), sum);
        var center = FiniteOrZero(first + sum / count);
        var (distances, squares) = (T.Zero, T.Zero);
        for (var block = 0; block < shape.Blocks; block++)
        {
            var apart = MeanFrom(center, partials, block, feature, shape);
            var weighted = apart * RowsOf<T, TMath>(block, shape);
            distances += weighted;
            squares += TMath.Fma(weighted, apart, partials[block * shape.Features + feature + 2 * shape.Items]);
        }

        var offset = distances / count;
        var variance = NormStatistics<T>.Variance<TMath>(offset, distances, squares, count);
        new NormStatistics<T>(center, offset, TMath.Rsqrt(variance + epsilon)).Write(statistics, feature, shape.Features);
        return (center + offset, variance);
    }

    private static T FiniteOrZero<T>(T x) where T : unmanaged, INumber<T> => x - x == T.Zero ? x : T.Zero;

    /// <summary>A block's mean, as seen from a number.</summary>
    private static T MeanFrom<T>(T from, ArrayView<T> partials, int block, int feature, BatchNormShape shape)
        where T : unmanaged, INumber<T>
    {
        var at = block * shape.Features + feature;
        return partials[at] - from + partials[at + shape.Items];
    }

    private static T RowsOf<T, TMath>(int block, BatchNormShape shape)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        TMath.Of((float)(shape.EndOf(block) - block * shape.Block));

    private static void Move<T, TMath>(
        int feature, T mean, T unbiased, ArrayView<T> runningMean, ArrayView<T> runningVariance, T momentum)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        runningMean[feature] = TMath.Fma(momentum, mean - runningMean[feature], runningMean[feature]);
        runningVariance[feature] = TMath.Fma(momentum, unbiased - runningVariance[feature], runningVariance[feature]);
    }
}
