using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>λ (r Σ |w| + (1 - r)/2 Σ w²): drives weights to exactly 0, but keeps those that go together.</summary>
/// <remarks>H. Zou, T. Hastie, "Regularization and variable selection via the elastic net" (2005).</remarks>
/// <param name="strength">The factor λ, 0 or more.</param>
/// <param name="ratio">The share r of L1, from 0 to 1.</param>
[CatalogueEntry("elastic_net", "strength (ratio sum |w| + (1 - ratio) / 2 sum w^2)", "Zou and Hastie 2005; sklearn ElasticNet")]
public sealed class ElasticNetRegularizer(double strength, double ratio = 0.5) : Regularizer(strength)
{
    private readonly ElasticNetPenalty _penalty = ratio is >= 0 and <= 1
        ? new ElasticNetPenalty((float)(strength * ratio), (float)(strength * (1 - ratio)))
        : throw new ArgumentOutOfRangeException(nameof(ratio), ratio, $"{nameof(ElasticNetRegularizer)}: ratio must be from 0 to 1.");

    /// <inheritdoc/>
    protected override Tensor Penalty(Tensor weight) => Functional.Penalty(weight, _penalty);
}
