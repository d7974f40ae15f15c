using GpuNet.Operations;

namespace GpuNet;

/// <content>Noise for regularization; Dropout is beside Linear.</content>
public static partial class Functional
{
    /// <summary>-alpha' of Klambauer et al.: scale * alpha of SELU, what it tends to for very negative inputs.</summary>
    private const double SeluLimit = 1.7580993408473766;

    /// <summary>
    /// Dropout that keeps mean 0 and variance 1, for networks of SELU: drops elements to -1.758, its lower limit, then
    /// scales and shifts all of them. As torch.nn.functional.alpha_dropout.
    /// </summary>
    /// <param name="x">Any shape.</param>
    /// <param name="probability">The probability to drop an element, in [0, 1).</param>
    /// <param name="generator">Where the mask comes from; goes on by one mask.</param>
    /// <remarks>G. Klambauer et al., "Self-normalizing neural networks" (2017).</remarks>
    public static Tensor AlphaDropout(Tensor x, double probability, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(generator);
        if (probability is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "Must be from 0 to 1.");
        if (probability == 1) return x * Tensor.Scalar(0, x.DType, x.Device);
        var scale = 1 / Math.Sqrt((1 - probability) * (1 + probability * SeluLimit * SeluLimit));
        var limit = Tensor.Scalar(-SeluLimit, x.DType, x.Device);
        var isKept = Noise.Uniform(x, 0, 1, generator) >= Tensor.Scalar((float)probability, x.DType, x.Device);
        return Where(isKept, x, limit) * Tensor.Scalar(scale, x.DType, x.Device)
            + Tensor.Scalar(scale * SeluLimit * probability, x.DType, x.Device);
    }

    /// <summary>x plus normal noise of mean 0. As keras.layers.GaussianNoise in training.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="deviation">The noise's standard deviation, 0 or more.</param>
    /// <param name="generator">Where the noise comes from; goes on by one mask.</param>
    public static Tensor GaussianNoise(Tensor x, double deviation, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentOutOfRangeException.ThrowIfNegative(deviation);
        return x + Noise.Normal(x, 0, deviation, generator);
    }

    /// <summary>
    /// x times normal noise of mean 1 and of the variance that dropout has, p / (1 - p). As
    /// keras.layers.GaussianDropout in training.
    /// </summary>
    /// <param name="x">Any shape.</param>
    /// <param name="probability">p, in [0, 1).</param>
    /// <param name="generator">Where the noise comes from; goes on by one mask.</param>
    /// <remarks>N. Srivastava et al., "Dropout" (2014), section 10.</remarks>
    public static Tensor GaussianDropout(Tensor x, double probability, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(generator);
        if (probability is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "Must be 0 or more and below 1.");
        return x * Noise.Normal(x, 1, Math.Sqrt(probability / (1 - probability)), generator);
    }
}
