using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>A loss of the kernels for each pair of output and target, which have the same shape.</summary>
/// <typeparam name="TError">The loss of a pair.</typeparam>
public abstract class PairwiseLoss<TError> : Loss
    where TError : unmanaged, IBinaryOp<TError>
{
    private readonly TError _error;

    /// <summary>Sets the loss of a pair.</summary>
    protected PairwiseLoss(TError error) => _error = error;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor output, Tensor target, Tensor? sampleWeights = null) =>
        Reduction == LossReduction.Mean && sampleWeights is null
            ? Functional.MeanLoss(output, target, _error)
            : base.Forward(output, target, sampleWeights);

    /// <inheritdoc/>
    protected override Tensor Losses(Tensor output, Tensor target) => Functional.PairwiseLoss(output, target, _error);
}
