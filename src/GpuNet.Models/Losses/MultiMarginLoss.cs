namespace GpuNet.Models;

/// <summary>
/// A hinge for classes: the label's score should lie a margin above every other, as <see cref="Functional.MultiMarginError"/>.
/// Output: scores [rows, classes]. Target: class indices <see cref="DType.Int32"/> [rows].
/// </summary>
/// <param name="margin">That margin.</param>
/// <param name="squared">Whether each class counts squared.</param>
[CatalogueEntry("multi_margin", "sum over c other than l of w_l max(0, margin - y_l + y_c) / classes, squared on demand", "torch.nn.MultiMarginLoss")]
public sealed class MultiMarginLoss(float margin = 1, bool squared = false) : Loss
{
    private readonly float _margin = (float)Require.Finite(nameof(MultiMarginLoss), margin, nameof(margin));

    /// <summary>A factor for each class, [classes], on the output's device; 1 if null.</summary>
    public Tensor? ClassWeights { get; init; }

    /// <inheritdoc/>
    protected override Tensor Losses(Tensor output, Tensor target) =>
        Functional.MultiMarginError(output, target, _margin, squared, ClassWeights);
}
