using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>
/// The negative log-likelihood of counts under a Poisson distribution. Output and target: the same shape. As torch.nn.PoissonNLLLoss.
/// </summary>
/// <param name="logInput">Whether the output is the logarithm of the rate, or the rate itself.</param>
/// <param name="full">Whether to add the term of the count t alone, log t!, by Stirling's formula t log t - t + log(2πt) / 2 for t above 1, as
/// torch does.</param>
/// <param name="epsilon">Added to a rate before its logarithm is taken, 0 or more.</param>
[CatalogueEntry("poisson_nll", "e^y - t y, or y - t log(y + epsilon); full: + log t! by Stirling", "torch.nn.PoissonNLLLoss")]
public sealed class PoissonLoss(bool logInput = true, bool full = false, float epsilon = 1e-8f) : Loss
{
    private readonly float _epsilon = (float)Require.NotNegative(nameof(PoissonLoss), epsilon, nameof(epsilon));

    /// <inheritdoc/>
    protected override Tensor Losses(Tensor output, Tensor target)
    {
        var losses = logInput
            ? Functional.PairwiseLoss(output, target, default(PoissonError))
            : Functional.PairwiseLoss(output, target, new PoissonRateError(_epsilon));
        return full ? losses + StirlingTerm(target) : losses;
    }

    /// <summary>log t!, 0 where t is at most 1.</summary>
    private static Tensor StirlingTerm(Tensor t)
    {
        Tensor Number(double value) => Tensor.Scalar(value, t.DType, t.Device);
        var counts = t.Maximum(Number(1)); // no logarithm of 0 on the way
        var stirling = counts * counts.Log() - counts + (counts * Number(2 * Math.PI)).Log() * Number(0.5);
        return Functional.Where(t > Number(1), stirling, Number(0));
    }
}
