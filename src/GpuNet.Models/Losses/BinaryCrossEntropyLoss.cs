using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>Cross-entropy of probabilities, not below -100 for a logarithm. Output and target: the same shape, in [0, 1].</summary>
[CatalogueEntry("binary_cross_entropy", "-t log y - (1 - t) log(1 - y), logarithms not below -100", "torch.nn.BCELoss")]
public sealed class BinaryCrossEntropyLoss() : PairwiseLoss<BinaryCrossEntropy>(default);
