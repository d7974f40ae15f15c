using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>Squared near the target, linear beyond, as <see cref="HuberError"/>. Output and target: the same shape.</summary>
/// <param name="delta">Where it turns from squared to linear; positive.</param>
public sealed class HuberLoss(float delta = 1)
    : PairwiseLoss<HuberError>(new((float)Require.Positive(delta, nameof(delta))));
