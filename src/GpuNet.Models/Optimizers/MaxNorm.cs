namespace GpuNet.Models;

/// <summary>Scales rows down to a largest Euclidean norm.</summary>
/// <remarks>N. Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting" (2014).</remarks>
/// <param name="limit">The largest norm, above 0; 3 to 4 is usual.</param>
[CatalogueEntry("max_norm", "w *= min(1, limit / |w|), |w| of each row", "Srivastava et al. 2014; keras.constraints.MaxNorm")]
public sealed class MaxNorm(double limit) : WeightConstraint
{
    private readonly double _limit = Require.Positive(nameof(MaxNorm), limit, nameof(limit));

    internal override void Apply(ParameterGroup group) => RowConstraints.ClampNorm(group.Arena, 0, _limit);
}
