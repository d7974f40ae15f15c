using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>Cross-entropy of probabilities, not below -100 for a logarithm. Output and target: the same shape, in [0, 1].</summary>
public sealed class BinaryCrossEntropyLoss() : PairwiseLoss<BinaryCrossEntropy>(default);
