using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>
/// The Kullback-Leibler divergence of a target distribution from the output's log-probabilities. Output and target: [rows,
/// classes]. The mean over elements is torch's default; <see cref="LossReduction.BatchMean"/> is the divergence of a row.
/// </summary>
/// <param name="logTarget">Whether targets are log-probabilities, too.</param>
[CatalogueEntry("kullback_leibler", "t (log t - y), y and on demand t logarithms", "torch.nn.KLDivLoss")]
public sealed class KullbackLeiblerLoss(bool logTarget = false) : Loss
{
    /// <inheritdoc/>
    protected override Tensor Losses(Tensor output, Tensor target) => logTarget
        ? Functional.PairwiseLoss(output, target, default(KullbackLeiblerOfLogs))
        : Functional.PairwiseLoss(output, target, default(KullbackLeibler));
}
