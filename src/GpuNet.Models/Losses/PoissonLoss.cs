using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>
/// The negative log-likelihood of counts under a Poisson distribution, without the term of the count alone. Output and target: the
/// same shape.
/// </summary>
/// <param name="logInput">Whether the output is the logarithm of the rate, or the rate itself.</param>
/// <param name="epsilon">Added to a rate before its logarithm is taken.</param>
public sealed class PoissonLoss(bool logInput = true, float epsilon = 1e-8f) : Loss
{
    /// <inheritdoc/>
    protected override Tensor Losses(Tensor output, Tensor target) => logInput
        ? Functional.PairwiseLoss(output, target, default(PoissonError))
        : Functional.PairwiseLoss(output, target, new PoissonRateError(epsilon));
}
