using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>A truncated normal distribution, by its inverse distribution function, on the host.</summary>
internal sealed class TruncatedNormalInitializer : Initializer
{
    /// <summary>Half the distance of the uniform numbers drawn, which are multiples of 2^-24: none is 0 or 1 then.</summary>
    private const double HalfStep = 1.0 / (1 << 25);

    private readonly double _mean;
    private readonly double _deviation;
    private readonly double _low;
    private readonly double _high;

    internal TruncatedNormalInitializer(double mean, double deviation, double low, double high)
    {
        _mean = Require.Finite(nameof(TruncatedNormalInitializer), mean, nameof(mean));
        _deviation = Require.Positive(nameof(TruncatedNormalInitializer), deviation, nameof(deviation));
        if (!(high > low))
            throw new ArgumentOutOfRangeException(nameof(high), high, $"Must be above low, {low}.");
        (_low, _high) = (low, high);
    }

    internal override Tensor Create(Shape shape, int fanIn, int fanOut, Generator generator, Device device)
    {
        // Of the upper tail its mirror image is drawn: near 0, probabilities keep their digits.
        double sign = _low > _mean ? -1 : 1;
        double first = Below(sign * (_low - _mean) / _deviation);
        double last = Below(sign * (_high - _mean) / _deviation);
        float[] values = generator.Uniform(shape, device: Device.Cpu).ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            double quantile = NormalQuantile.Of(first + (values[i] + HalfStep) * (last - first));
            // Where both probabilities are 0, all there is lies at the end that is nearest to the mean.
            double value = double.IsFinite(quantile) ? _mean + sign * _deviation * quantile : _mean;
            values[i] = (float)Math.Clamp(value, _low, _high);
        }

        return Tensor.From<float>(values, shape, device);
    }

    /// <summary>The probability of a standard normal number below x.</summary>
    private static double Below(double x) => 0.5 * DoubleMath.Erfc(-x / Math.Sqrt(2));
}
