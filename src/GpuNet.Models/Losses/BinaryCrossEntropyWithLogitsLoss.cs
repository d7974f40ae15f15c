namespace GpuNet.Models;

/// <summary>
/// Cross-entropy of a sigmoid, the mean of -t log σ(z) - (1 - t) log(1 - σ(z)), computed from the logits z without ever taking
/// log 0. Output and target: the same shape, targets from 0 to 1.
/// </summary>
public sealed class BinaryCrossEntropyWithLogitsLoss : Loss
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor output, Tensor target) => Functional.BinaryCrossEntropyWithLogits(output, target);
}
