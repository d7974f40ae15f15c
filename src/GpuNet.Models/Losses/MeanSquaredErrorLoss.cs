using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>The mean of (output - target)² over all elements. Output and target: the same shape.</summary>
public sealed class MeanSquaredErrorLoss() : PairwiseLoss<SquaredError>(default);
