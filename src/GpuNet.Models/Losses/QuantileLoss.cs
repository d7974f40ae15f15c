using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>The pinball loss, least where outputs are the targets' quantiles. Output and target: the same shape.</summary>
/// <param name="quantile">Which quantile, in (0, 1).</param>
[CatalogueEntry("quantile", "max(quantile (t - y), (quantile - 1) (t - y))", "Koenker and Bassett 1978; sklearn mean_pinball_loss")]
public sealed class QuantileLoss(float quantile = 0.5f)
    : PairwiseLoss<QuantileError>(new((float)Require.Between(nameof(QuantileLoss), 0, 1, quantile, nameof(quantile))));
