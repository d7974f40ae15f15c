using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>Cross-entropy of probabilities, not below -100 for a logarithm. Output and target: the same shape, in [0, 1].</summary>
[CatalogueEntry("binary_cross_entropy", "-t log y - (1 - t) log(1 - y), logarithms not below -100, times a weight on demand", "torch.nn.BCELoss")]
public sealed class BinaryCrossEntropyLoss() : PairwiseLoss<BinaryCrossEntropy>(default)
{
    /// <summary>A factor for each loss: a tensor that broadcasts to the output, one for each column, say; 1 if null. torch's weight.</summary>
    public Tensor? Weight { get; init; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor output, Tensor target, Tensor? sampleWeights = null) => Weight is null
        ? base.Forward(output, target, sampleWeights)
        : Reduction.Apply(Losses(output, target), sampleWeights);

    /// <inheritdoc/>
    protected override Tensor Losses(Tensor output, Tensor target) =>
        Weight is null ? base.Losses(output, target) : base.Losses(output, target) * Weight;
}
