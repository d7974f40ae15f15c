namespace GpuNet.Models;

/// <summary>Measures how far outputs are from their targets: a scalar to be minimized, the mean over the rows of a batch.</summary>
public abstract class Loss
{
    /// <summary>Computes the loss.</summary>
    /// <param name="output">What the model put out, [rows, outputs].</param>
    /// <param name="target">What it should have been; which form it has is up to the loss.</param>
    /// <returns>A tensor of shape [].</returns>
    /// <exception cref="ShapeMismatchException">Output and target do not fit together.</exception>
    public abstract Tensor Forward(Tensor output, Tensor target);
}
