using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>The mean of |output - target| over all elements: the L1 loss. Output and target: the same shape.</summary>
public sealed class MeanAbsoluteErrorLoss() : PairwiseLoss<AbsoluteError>(default);
