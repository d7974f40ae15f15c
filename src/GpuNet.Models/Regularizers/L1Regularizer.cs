namespace GpuNet.Models;

/// <summary>λ Σ |w|: drives weights to exactly 0. Its gradient is λ sign(w), 0 at 0.</summary>
/// <param name="strength">The factor λ, 0 or more.</param>
[CatalogueEntry("l1", "strength sum |w|", "Tibshirani 1996, lasso")]
public sealed class L1Regularizer(double strength) : Regularizer(strength)
{
    /// <inheritdoc/>
    protected override Tensor Penalty(Tensor weight) => Functional.L1Penalty(weight, Strength);
}
