using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>Binary cross-entropy of logits in which easy samples count little, as <see cref="FocalErrorWithLogits"/>. Targets: 0 or 1, of the output's shape.</summary>
/// <param name="alpha">The weight of label 1, in [0, 1]; negative for none.</param>
/// <param name="gamma">How little easy samples count; not negative.</param>
[CatalogueEntry("focal", "alpha_t (1 - p_t)^gamma (-log p_t), p = sigmoid(y)", "Lin et al. 2017; torchvision.ops.sigmoid_focal_loss")]
public sealed class FocalLoss(float alpha = 0.25f, float gamma = 2)
    : PairwiseLoss<FocalErrorWithLogits>(new((float)Require.AtMost(nameof(FocalLoss), 1, alpha, nameof(alpha)), (float)Require.NotNegative(nameof(FocalLoss), gamma, nameof(gamma))));
