using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>The mean of (output - target)² over all elements. Output and target: the same shape.</summary>
[CatalogueEntry("mean_squared_error", "(y - t)^2", "torch.nn.MSELoss")]
public sealed class MeanSquaredErrorLoss() : PairwiseLoss<SquaredError>(default);
