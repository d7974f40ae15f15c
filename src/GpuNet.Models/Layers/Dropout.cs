using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>
/// In training sets each element to 0 with probability p and multiplies the others by 1 / (1 - p), so that the expected value
/// stays (p = 1 leaves 0); in use does nothing. What is dropped is 0 whatever it was, NaN and infinities, too (torch multiplies by 0:
/// NaN): what a step does not use cannot spoil it.
/// </summary>
/// <remarks>N. Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting" (2014).</remarks>
[CatalogueEntry("dropout", "y = x m / (1 - p), m = 0 with probability p, else 1", "Srivastava et al. 2014; torch.nn.Dropout")]
public sealed class Dropout : Module
{
    private readonly Generator _generator;

    /// <summary>Creates the layer.</summary>
    /// <param name="probability">The probability p, from 0 to 1.</param>
    /// <param name="generator">Draws what is dropped; give each model one of its own.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is out of its range.</exception>
    public Dropout(double probability, Generator generator)
    {
        _generator = AddGenerator(generator);
        Probability = Require.Probability(nameof(Dropout), probability, nameof(probability));
    }

    /// <summary>The probability with which an element is dropped.</summary>
    public double Probability { get; }

    /// <summary>Whether elements are dropped now.</summary>
    internal bool Drops => IsTraining && Probability > 0;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input) =>
        Drops ? Functional.Dropout(input, Probability, _generator) : input;

    /// <summary>A layer, an activation and this layer, which drops; in one launch after a linear layer where that gives the same.</summary>
    internal Tensor ForwardAfter<TOp>(ITakesActivation layer, Tensor input, TOp activation, bool feedsProducts)
        where TOp : unmanaged, IUnaryOp<TOp> => layer is Linear { Bias: { } bias } linear
        ? Functional.Linear(input, linear.Weight, bias, activation, Probability, _generator, feedsProducts)
        : Functional.Dropout(layer.Forward(input, activation, feedsProducts: false), Probability, _generator);
}
