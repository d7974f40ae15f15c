using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>max(0, 1 - label · output)² for labels of -1 and 1. Output and target: the same shape.</summary>
[CatalogueEntry("squared_hinge", "max(0, 1 - t y)^2", "keras.losses.SquaredHinge")]
public sealed class SquaredHingeLoss() : PairwiseLoss<SquaredHingeError>(default);
