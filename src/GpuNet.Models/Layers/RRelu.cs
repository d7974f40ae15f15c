namespace GpuNet.Models;

/// <summary>
/// x where it is positive, a x elsewhere. In training a is drawn for each element; in use it is the middle of the range.
/// </summary>
/// <remarks>Xu et al., "Empirical evaluation of rectified activations" (2015); torch.nn.RReLU.</remarks>
[CatalogueEntry("rrelu", "y = x where x >= 0, else a x, a uniform in [lower, upper], in use their mean", "Xu et al. 2015; torch.nn.RReLU")]
public sealed class RRelu : Module
{
    private readonly Generator _generator;
    private readonly float _lower, _upper;

    /// <summary>Creates the layer.</summary>
    /// <param name="generator">Draws the slopes; give each model one of its own.</param>
    /// <param name="lower">The smallest slope.</param>
    /// <param name="upper">The largest slope.</param>
    /// <exception cref="ArgumentOutOfRangeException">The largest slope is below the smallest.</exception>
    public RRelu(Generator generator, float lower = 1f / 8, float upper = 1f / 3)
    {
        _generator = AddGenerator(generator);
        if (!(upper >= lower))
            throw new ArgumentOutOfRangeException(nameof(upper), upper, $"{nameof(RRelu)}: upper must not be below lower ({lower}).");
        (_lower, _upper) = (lower, upper);
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return IsTraining
            ? Functional.RRelu(input, _generator, _lower, _upper)
            : input.Map(new Kernels.RRelu(_lower, _upper));
    }
}
