namespace GpuNet.Models;

/// <summary>
/// Softmax cross-entropy, the mean of -log softmax(output)[label]. Output: logits [rows, classes]; target: class indices
/// <see cref="DType.Int32"/> [rows].
/// </summary>
public sealed class CrossEntropyLoss : Loss
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor output, Tensor target) => Functional.CrossEntropy(output, target);
}
