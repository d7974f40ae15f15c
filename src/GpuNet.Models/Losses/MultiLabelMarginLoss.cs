namespace GpuNet.Models;

/// <summary>
/// A hinge for several labels a row: each should score 1 above every class that is none, as
/// <see cref="Functional.MultiLabelMarginError"/>. Output: scores [rows, classes]. Target: 1 for labels, else 0, the same shape.
/// </summary>
[CatalogueEntry("multi_label_margin", "sum over labels j and other classes i of max(0, 1 - (y_j - y_i)) / classes", "torch.nn.MultiLabelMarginLoss")]
public sealed class MultiLabelMarginLoss : Loss
{
    /// <inheritdoc/>
    protected override Tensor Losses(Tensor output, Tensor target) => Functional.MultiLabelMarginError(output, target);
}
