namespace GpuNet.Models;

/// <summary>Measures how far outputs are from their targets: by default a scalar to be minimized, the mean over a batch.</summary>
public abstract class Loss
{
    /// <summary>What becomes of the losses of elements or rows. A trainer needs a scalar.</summary>
    public LossReduction Reduction { get; init; } = LossReduction.Mean;

    /// <summary>
    /// Whether <see cref="Forward"/> may be repeated without running its code: whether its work depends on tensors alone, and on no count, clock or
    /// random number of the host. So it is for the classes of this library; one of your own says so by overriding this.
    /// </summary>
    public virtual bool IsRepeatable => Repeatability.IsOurs(this);

    /// <summary>Computes the loss.</summary>
    /// <param name="output">What the model put out, [rows, outputs].</param>
    /// <param name="target">What it should have been; which form it has is up to the loss.</param>
    /// <param name="sampleWeights">A factor for each row, [rows]; the mean's divisor stays the number of losses.</param>
    /// <returns>A tensor of shape [], unless <see cref="Reduction"/> is <see cref="LossReduction.None"/>.</returns>
    /// <exception cref="ShapeMismatchException">Output, target and weights do not fit together.</exception>
    public virtual Tensor Forward(Tensor output, Tensor target, Tensor? sampleWeights = null) =>
        Reduction.Apply(Losses(output, target), sampleWeights);

    /// <summary>The losses before any reduction, of elements or of rows; the first dimension is the batch's.</summary>
    protected abstract Tensor Losses(Tensor output, Tensor target);
}
