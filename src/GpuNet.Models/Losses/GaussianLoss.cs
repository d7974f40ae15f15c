namespace GpuNet.Models;

/// <summary>
/// The negative log-likelihood under a normal distribution whose mean and variance a model predicts, as
/// <see cref="Functional.GaussianError"/>.
/// </summary>
/// <param name="full">Whether to add the constant log(2π) / 2.</param>
/// <param name="epsilon">The least variance, above 0.</param>
[CatalogueEntry("gaussian_nll", "(log v + (y - t)^2 / v) / 2, v = max(variance, epsilon); full: + log(2 pi) / 2", "torch.nn.GaussianNLLLoss")]
public sealed class GaussianLoss(bool full = false, double epsilon = 1e-6)
{
    private readonly double _epsilon = Require.Positive(nameof(GaussianLoss), epsilon, nameof(epsilon));

    /// <summary>What becomes of the losses of elements.</summary>
    public LossReduction Reduction { get; init; } = LossReduction.Mean;

    /// <summary>Computes the loss.</summary>
    /// <param name="mean">The predicted mean, [rows, outputs].</param>
    /// <param name="target">The target, the same shape.</param>
    /// <param name="variance">The predicted variance; broadcasts to the mean.</param>
    /// <param name="sampleWeights">A factor for each row, [rows].</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public Tensor Forward(Tensor mean, Tensor target, Tensor variance, Tensor? sampleWeights = null) =>
        Reduction.Apply(Functional.GaussianError(mean, target, variance, full, _epsilon), sampleWeights);
}
