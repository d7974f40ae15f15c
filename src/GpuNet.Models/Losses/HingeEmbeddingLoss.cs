using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>For distances: as <see cref="HingeEmbeddingError"/>, with labels of -1 and 1. Output and target: the same shape.</summary>
/// <param name="margin">How far apart samples that are not alike should be.</param>
[CatalogueEntry("hinge_embedding", "y where t = 1, max(0, margin - y) where t = -1", "torch.nn.HingeEmbeddingLoss")]
public sealed class HingeEmbeddingLoss(float margin = 1)
    : PairwiseLoss<HingeEmbeddingError>(new((float)Require.Finite(nameof(HingeEmbeddingLoss), margin, nameof(margin))));
