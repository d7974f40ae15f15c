namespace GpuNet.Models;

/// <summary>
/// In training multiplies by normal noise of mean 1 and variance p / (1 - p), which is that of <see cref="Dropout"/>; in use does nothing. As
/// keras.layers.GaussianDropout.
/// </summary>
/// <remarks>N. Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting" (2014), section 10.</remarks>
[CatalogueEntry("gaussian_dropout", "y = x normal(1, p / (1 - p))", "Srivastava et al. 2014; keras.layers.GaussianDropout")]
public sealed class GaussianDropout : Module
{
    private readonly Generator _generator;

    /// <summary>Creates the layer.</summary>
    /// <param name="probability">The probability p of the dropout it stands for, 0 or more and below 1.</param>
    /// <param name="generator">Draws the noise; give each model one of its own.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is out of its range.</exception>
    public GaussianDropout(double probability, Generator generator)
    {
        Probability = Require.Share(nameof(GaussianDropout), probability, nameof(probability));
        _generator = AddGenerator(generator);
    }

    /// <summary>The probability p of the dropout it stands for, 0 or more and below 1.</summary>
    public double Probability { get; }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input) =>
        IsTraining && Probability > 0 ? Functional.GaussianDropout(input, Probability, _generator) : input;
}
