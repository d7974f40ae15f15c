namespace GpuNet.Models;

/// <summary>The mean of (output - target)² over all elements. Output and target: the same shape.</summary>
public sealed class MeanSquaredErrorLoss : Loss
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor output, Tensor target) => Functional.MeanSquaredError(output, target);
}
