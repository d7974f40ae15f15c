using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>Squared near the target, absolute beyond, as <see cref="SmoothL1Error"/>. Output and target: the same shape.</summary>
/// <param name="beta">Where it turns from squared to absolute; not negative.</param>
[CatalogueEntry("smooth_l1", "(y - t)^2 / (2 beta) where |y - t| < beta, else |y - t| - beta / 2", "Girshick 2015; torch.nn.SmoothL1Loss")]
public sealed class SmoothL1Loss(float beta = 1)
    : PairwiseLoss<SmoothL1Error>(new((float)Require.NotNegative(nameof(SmoothL1Loss), beta, nameof(beta))));
