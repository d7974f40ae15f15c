namespace GpuNet.Models;

/// <summary>Whether rows point in the same direction, as <see cref="Functional.CosineEmbeddingError"/>.</summary>
/// <param name="margin">The largest cosine that costs rows that are not alike nothing, in [-1, 1].</param>
[CatalogueEntry("cosine_embedding", "1 - cos(a, b) where t = 1, max(0, cos(a, b) - margin) where t = -1", "torch.nn.CosineEmbeddingLoss")]
public sealed class CosineEmbeddingLoss(float margin = 0)
{
    private readonly float _margin = (float)Require.Finite(nameof(CosineEmbeddingLoss), margin, nameof(margin));

    /// <summary>What becomes of the losses of rows.</summary>
    public LossReduction Reduction { get; init; } = LossReduction.Mean;

    /// <summary>Computes the loss.</summary>
    /// <param name="first">[rows, columns].</param>
    /// <param name="second">[rows, columns].</param>
    /// <param name="labels">1 for rows that are alike, -1 for rows that are not: [rows], of the same type.</param>
    /// <param name="sampleWeights">A factor for each row, [rows].</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public Tensor Forward(Tensor first, Tensor second, Tensor labels, Tensor? sampleWeights = null) =>
        Reduction.Apply(Functional.CosineEmbeddingError(first, second, labels, _margin), sampleWeights);
}
