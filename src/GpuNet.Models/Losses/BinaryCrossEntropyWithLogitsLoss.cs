using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>
/// Cross-entropy of a sigmoid, the mean of -t log σ(z) - (1 - t) log(1 - σ(z)), computed from the logits z without ever taking
/// log 0. Output and target: the same shape, targets from 0 to 1.
/// </summary>
[CatalogueEntry("binary_cross_entropy_with_logits", "-w t log sigmoid(y) - (1 - t) log(1 - sigmoid(y)), w the positive weight", "torch.nn.BCEWithLogitsLoss")]
public sealed class BinaryCrossEntropyWithLogitsLoss() : PairwiseLoss<BinaryCrossEntropyWithLogits>(default)
{
    /// <summary>How often a target of 1 counts: a tensor that broadcasts to the output, one for each column, say; once if null.</summary>
    public Tensor? PositiveWeight { get; init; }

    /// <summary>A factor for each loss: a tensor that broadcasts to the output, one for each column, say; 1 if null. torch's weight.</summary>
    public Tensor? Weight { get; init; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor output, Tensor target, Tensor? sampleWeights = null) =>
        PositiveWeight is null && Weight is null
            ? base.Forward(output, target, sampleWeights)
            : Reduction.Apply(Losses(output, target), sampleWeights);

    /// <inheritdoc/>
    protected override Tensor Losses(Tensor output, Tensor target)
    {
        var losses = PositiveWeight is null
            ? base.Losses(output, target)
            : Functional.WeightedBinaryCrossEntropyWithLogits(output, target, PositiveWeight);
        return Weight is null ? losses : losses * Weight;
    }
}
