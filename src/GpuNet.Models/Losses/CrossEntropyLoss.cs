namespace GpuNet.Models;

/// <summary>
/// Softmax cross-entropy, -log softmax(output)[label]. Output: logits [rows, classes]. Target: class indices
/// <see cref="DType.Int32"/> [rows], or probabilities [rows, classes]. With class weights, the mean of labelled rows divides by
/// the sum of the labels' weights, as torch does.
/// </summary>
[CatalogueEntry("cross_entropy", "-sum over c of w_c q_c log softmax(y)_c, q the smoothed label or the target", "torch.nn.CrossEntropyLoss")]
public sealed class CrossEntropyLoss : Loss
{
    private readonly double _labelSmoothing;

    /// <summary>A factor for each class, [classes], on the output's device; 1 if null.</summary>
    public Tensor? ClassWeights { get; init; }

    /// <summary>
    /// Rows with this label cost nothing and do not count in the mean (torch: -100); null for none. Any other label that is no class
    /// is an <see cref="InvalidIndexException"/>.
    /// </summary>
    public int? IgnoredLabel { get; init; }

    /// <summary>The share of the target that goes to all classes alike, in [0, 1].</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1].</exception>
    public double LabelSmoothing
    {
        get => _labelSmoothing;
        init => _labelSmoothing = value is >= 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{nameof(CrossEntropyLoss)}: LabelSmoothing lies in [0, 1].");
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor output, Tensor target, Tensor? sampleWeights = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(target);
        var isPlain = ClassWeights is null && LabelSmoothing == 0 && IgnoredLabel is null;
        if (isPlain && HasLabels(target) && Reduction == LossReduction.Mean && sampleWeights is null)
            return Functional.CrossEntropy(output, target);
        if (Reduction != LossReduction.Mean || !HasLabels(target) || (ClassWeights is null && IgnoredLabel is null))
            return base.Forward(output, target, sampleWeights);
        var distribution = Distribution(output, target);
        // What smoothing moves between classes does not count in the divisor.
        var weights = LabelSmoothing == 0
            ? distribution
            : Functional.LabelDistribution(
                target, output.Shape[1], output.DType, ClassWeights, smoothing: 0, IgnoredLabel);
        var losses = Functional.CrossEntropyOfLogProbabilities(output.LogSoftmax(), distribution);
        return LossReductions.Weigh(losses, sampleWeights).Sum() / weights.Sum();
    }

    /// <inheritdoc/>
    protected override Tensor Losses(Tensor output, Tensor target) =>
        Functional.CrossEntropyOfLogProbabilities(output.LogSoftmax(), Distribution(output, target));

    private static bool HasLabels(Tensor target) => target.DType.IsInteger();

    private Tensor Distribution(Tensor output, Tensor target)
    {
        Require.RowsOfClasses(nameof(CrossEntropyLoss), output);
        var classes = output.Shape[1];
        if (HasLabels(target))
        {
            Require.LabelOfEachRow(nameof(CrossEntropyLoss), output, target);
            return Functional.LabelDistribution(
                target, classes, output.DType, ClassWeights, LabelSmoothing, IgnoredLabel);
        }

        Require.WeightOfEachClass(nameof(CrossEntropyLoss), output, ClassWeights);
        if (LabelSmoothing > 0)
            target = target * Number(1 - LabelSmoothing) + Number(LabelSmoothing / classes);
        return ClassWeights is null ? target : target * ClassWeights;

        Tensor Number(double value) => Tensor.Scalar(value, output.DType, output.Device);
    }
}
