using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>max(0, margin - label · output) for labels of -1 and 1. Output and target: the same shape.</summary>
/// <param name="margin">How far on its side an output should be.</param>
public sealed class HingeLoss(float margin = 1) : PairwiseLoss<HingeError>(new(margin));
