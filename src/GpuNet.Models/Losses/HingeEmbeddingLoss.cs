using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>For distances: as <see cref="HingeEmbeddingError"/>, with labels of -1 and 1. Output and target: the same shape.</summary>
/// <param name="margin">How far apart samples that are not alike should be.</param>
public sealed class HingeEmbeddingLoss(float margin = 1) : PairwiseLoss<HingeEmbeddingError>(new(margin));
