namespace GpuNet.Models;

/// <summary>Which of two scores ranks higher, as <see cref="Functional.MarginRankingError"/>.</summary>
/// <param name="margin">How far apart the scores should be.</param>
[CatalogueEntry("margin_ranking", "max(0, margin - t (a - b))", "torch.nn.MarginRankingLoss")]
public sealed class MarginRankingLoss(float margin = 0)
{
    private readonly float _margin = (float)Require.Finite(nameof(MarginRankingLoss), margin, nameof(margin));

    /// <summary>What becomes of the losses of pairs.</summary>
    public LossReduction Reduction { get; init; } = LossReduction.Mean;

    /// <summary>Computes the loss.</summary>
    /// <param name="first">Scores, any shape.</param>
    /// <param name="second">Scores, the same shape.</param>
    /// <param name="labels">1 where the first ranks higher, -1 where the second does: the same shape.</param>
    /// <param name="sampleWeights">A factor for each row, [rows].</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    public Tensor Forward(Tensor first, Tensor second, Tensor labels, Tensor? sampleWeights = null) =>
        Reduction.Apply(Functional.MarginRankingError(first, second, labels, _margin), sampleWeights);
}
