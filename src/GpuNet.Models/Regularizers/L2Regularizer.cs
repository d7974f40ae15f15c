namespace GpuNet.Models;

/// <summary>λ/2 Σ w²: keeps weights small. Its gradient is λ w, so with <see cref="Sgd"/> it is torch's <c>weight_decay</c>.</summary>
/// <param name="strength">The factor λ, 0 or more.</param>
[CatalogueEntry("l2", "strength / 2 sum w^2", "Hoerl and Kennard 1970, ridge; torch weight_decay")]
public sealed class L2Regularizer(double strength) : Regularizer(strength)
{
    /// <inheritdoc/>
    protected override Tensor Penalty(Tensor weight) => Functional.L2Penalty(weight, Strength);
}
