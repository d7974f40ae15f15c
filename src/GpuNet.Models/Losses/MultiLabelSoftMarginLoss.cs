using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>
/// Binary cross-entropy of logits for several labels a row, the mean over its classes. Output: logits [rows, classes]. Target: 1 for
/// labels, else 0, the same shape.
/// </summary>
[CatalogueEntry("multi_label_soft_margin", "mean over c of w_c (-t_c log sigmoid(y_c) - (1 - t_c) log(1 - sigmoid(y_c)))", "torch.nn.MultiLabelSoftMarginLoss")]
public sealed class MultiLabelSoftMarginLoss : Loss
{
    /// <summary>A factor for each class, [classes], on the output's device; 1 if null.</summary>
    public Tensor? ClassWeights { get; init; }

    /// <inheritdoc/>
    protected override Tensor Losses(Tensor output, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(output);
        Require.WeightOfEachClass(nameof(MultiLabelSoftMarginLoss), output, ClassWeights);
        var losses = Functional.PairwiseLoss(output, target, default(BinaryCrossEntropyWithLogits));
        return (ClassWeights is null ? losses : losses * ClassWeights).Mean(axis: 1);
    }
}
