using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>log(1 + e^(-label · output)) for labels of -1 and 1: the logistic loss. Output and target: the same shape.</summary>
[CatalogueEntry("soft_margin", "log(1 + e^(-t y))", "torch.nn.SoftMarginLoss")]
public sealed class SoftMarginLoss() : PairwiseLoss<SoftMarginError>(default);
