using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>The pinball loss, least where outputs are the targets' quantiles. Output and target: the same shape.</summary>
/// <param name="quantile">Which quantile, in (0, 1).</param>
public sealed class QuantileLoss(float quantile = 0.5f)
    : PairwiseLoss<QuantileError>(new((float)Require.Between(0, 1, quantile, nameof(quantile))));
