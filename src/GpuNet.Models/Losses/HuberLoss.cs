using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>Squared near the target, linear beyond, as <see cref="HuberError"/>. Output and target: the same shape.</summary>
/// <param name="delta">Where it turns from squared to linear; positive.</param>
[CatalogueEntry("huber", "(y - t)^2 / 2 where |y - t| < delta, else delta (|y - t| - delta / 2)", "Huber 1964; torch.nn.HuberLoss")]
public sealed class HuberLoss(float delta = 1)
    : PairwiseLoss<HuberError>(new((float)Require.Positive(nameof(HuberLoss), delta, nameof(delta))));
