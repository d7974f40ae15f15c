namespace GpuNet.Models;

/// <summary>
/// Moves weights towards 0 by the learning rate times a strength, and those that would cross it to 0 itself: the proximal step of
/// strength · Σ|w|. <see cref="L1Regularizer"/> adds that term to the loss instead, whose derivative is ±strength however small a weight
/// is: it goes to and fro around 0 and never stops there.
/// </summary>
/// <remarks>
/// I. Daubechies et al., "An iterative thresholding algorithm" (2004); N. Parikh, S. Boyd, "Proximal algorithms" (2014), 6.5.2. Exactly
/// the proximal gradient method after <see cref="Sgd"/> without momentum; after others, each step is followed by the same shrinkage.
/// </remarks>
/// <param name="strength">The factor of Σ|w|, 0 or more.</param>
[CatalogueEntry("proximal_l1", "w = sign(w) max(|w| - rate strength, 0)", "Daubechies et al. 2004")]
public sealed class ProximalL1(double strength) : WeightConstraint
{
    private readonly double _strength = Require.NotNegative(nameof(ProximalL1), strength, nameof(strength));

    internal override void Apply(ParameterGroup group) => group.Updater.Shrink(_strength);
}
