namespace GpuNet.Models;

/// <summary>Whether rows lie nearer to a row like them than to one unlike, as Functional.TripletMarginError.</summary>
/// <param name="margin">How much farther the unlike row should be.</param>
/// <param name="swap">Whether the distance of like and unlike row counts where it is the smaller one.</param>
/// <param name="p">The degree of the norm that is the distance; 2 is Euclid's; above 0, or infinite.</param>
/// <param name="epsilon">Added to each difference, so that equal rows have a gradient.</param>
[CatalogueEntry("triplet_margin", "max(0, |a - p| - |a - n| + margin); swap: min(|a - n|, |p - n|)", "Balntas et al. 2016; torch.nn.TripletMarginLoss")]
public sealed class TripletMarginLoss(float margin = 1, bool swap = false, double p = 2, double epsilon = 1e-6)
{
    private readonly float _margin = (float)Require.Finite(nameof(TripletMarginLoss), margin, nameof(margin));
    private readonly double _p = double.IsPositiveInfinity(p) ? p : Require.Positive(nameof(TripletMarginLoss), p, nameof(p));
    private readonly double _epsilon = Require.NotNegative(nameof(TripletMarginLoss), epsilon, nameof(epsilon));

    /// <summary>
    /// The distance of the rows of two tensors, [rows], in place of the norm; null for that. As torch.nn.TripletMarginWithDistanceLoss.
    /// </summary>
    public Func<Tensor, Tensor, Tensor>? Distance { get; init; }

    /// <summary>What becomes of the losses of rows.</summary>
    public LossReduction Reduction { get; init; } = LossReduction.Mean;

    /// <summary>Computes the loss.</summary>
    /// <param name="anchor">[rows, columns].</param>
    /// <param name="positive">Rows like the anchor's, the same shape.</param>
    /// <param name="negative">Rows unlike them, the same shape.</param>
    /// <param name="sampleWeights">A factor for each row, [rows].</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    public Tensor Forward(Tensor anchor, Tensor positive, Tensor negative, Tensor? sampleWeights = null) =>
        Reduction.Apply(
            Distance is null
                ? Functional.TripletMarginError(anchor, positive, negative, _margin, swap, _p, _epsilon)
                : Functional.TripletMarginError(anchor, positive, negative, Distance, _margin, swap),
            sampleWeights);
}
