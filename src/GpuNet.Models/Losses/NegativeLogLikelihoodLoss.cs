namespace GpuNet.Models;

/// <summary>
/// -output[label] of log-probabilities [rows, classes] and class indices <see cref="DType.Int32"/> [rows]. The mean divides by the
/// sum of the labels' weights, as torch does.
/// </summary>
[CatalogueEntry("negative_log_likelihood", "-w_l y_l of log-probabilities y and label l", "torch.nn.NLLLoss")]
public sealed class NegativeLogLikelihoodLoss : Loss
{
    /// <summary>A factor for each class, [classes], on the output's device; 1 if null.</summary>
    public Tensor? ClassWeights { get; init; }

    /// <summary>Rows with this label cost nothing and do not count in the mean (torch: -100); null for none.</summary>
    public int? IgnoredLabel { get; init; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor output, Tensor target, Tensor? sampleWeights = null)
    {
        if (Reduction != LossReduction.Mean)
            return base.Forward(output, target, sampleWeights);
        var distribution = Distribution(output, target);
        var losses = Functional.CrossEntropyOfLogProbabilities(output, distribution);
        return LossReductions.Weigh(losses, sampleWeights).Sum() / distribution.Sum();
    }

    /// <inheritdoc/>
    protected override Tensor Losses(Tensor output, Tensor target) =>
        Functional.CrossEntropyOfLogProbabilities(output, Distribution(output, target));

    private Tensor Distribution(Tensor output, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(target);
        Require.LabelOfEachRow(nameof(NegativeLogLikelihoodLoss), output, target);
        return Functional.LabelDistribution(
            target, output.Shape[^1], output.DType, ClassWeights, smoothing: 0, IgnoredLabel);
    }
}
