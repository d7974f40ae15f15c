namespace GpuNet.Models;

/// <summary>
/// Dropout for networks of <see cref="Kernels.Selu"/>: in training drops elements to its lower limit, and scales and shifts so that mean and
/// variance stay; a probability of 1 leaves 0; in use does nothing. As torch.nn.AlphaDropout.
/// </summary>
/// <remarks>G. Klambauer et al., "Self-normalizing neural networks" (2017).</remarks>
[CatalogueEntry("alpha_dropout", "y = a (x m - 1.758 (1 - m)) + b, a and b such that mean and variance stay", "Klambauer et al. 2017; torch.nn.AlphaDropout")]
public sealed class AlphaDropout : Module
{
    private readonly Generator _generator;

    /// <summary>Creates the layer.</summary>
    /// <param name="probability">The probability with which an element is dropped, from 0 to 1.</param>
    /// <param name="generator">Draws the noise; give each model one of its own.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is out of its range.</exception>
    public AlphaDropout(double probability, Generator generator)
    {
        Probability = Require.Probability(nameof(AlphaDropout), probability, nameof(probability));
        _generator = AddGenerator(generator);
    }

    /// <summary>The probability with which an element is dropped, from 0 to 1.</summary>
    public double Probability { get; }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input) =>
        IsTraining && Probability > 0 ? Functional.AlphaDropout(input, Probability, _generator) : input;
}
