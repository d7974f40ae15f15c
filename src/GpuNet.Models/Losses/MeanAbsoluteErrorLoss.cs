using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>The mean of |output - target| over all elements: the L1 loss. Output and target: the same shape.</summary>
[CatalogueEntry("mean_absolute_error", "|y - t|", "torch.nn.L1Loss")]
public sealed class MeanAbsoluteErrorLoss() : PairwiseLoss<AbsoluteError>(default);
