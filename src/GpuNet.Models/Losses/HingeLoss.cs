using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>max(0, margin - label · output) for labels of -1 and 1. Output and target: the same shape.</summary>
/// <param name="margin">How far on its side an output should be.</param>
[CatalogueEntry("hinge", "max(0, margin - t y)", "Cortes and Vapnik 1995; keras.losses.Hinge")]
public sealed class HingeLoss(float margin = 1)
    : PairwiseLoss<HingeError>(new((float)Require.Finite(nameof(HingeLoss), margin, nameof(margin))));
