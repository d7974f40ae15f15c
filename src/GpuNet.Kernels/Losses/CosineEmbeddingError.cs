using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// For the cosine x of the angle between two samples: 1 - x if the label t says that they are alike (1), max(0, x - Margin)
/// if they are not (-1), 0 for any other label.
/// </summary>
/// <param name="Margin">The largest cosine that costs samples that are not alike nothing.</param>
public readonly record struct CosineEmbeddingError(float Margin) : IBinaryOp<CosineEmbeddingError>
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "cosine_embedding_error", OpCategory.Loss, "y = 1 - x if t = 1, max(0, x - margin) if t = -1",
        "-1 if t = 1; 1 where t = -1 and x > margin, else 0", BackwardNeeds.Input, "torch.nn.CosineEmbeddingLoss")
    {
        Parameters = [new("margin", 0, "the largest cosine that costs unlike samples nothing")],
        Reference = static (x, t, p) => t == 1 ? 1 - x : t == -1 ? Math.Max(0, x - p[0]) : 0,
        DistanceToKink = static (x, _, p) => Math.Abs(p[0] - x),
        BIsLabel = true,
        DomainA = (-1, 1),
        DomainB = (-1, 1),
        MaxUlps = 1,
    };

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var apart = TMath.Max(a - TMath.Of(Margin), T.Zero);
        return b == T.One ? T.One - a : b == -T.One ? apart : T.Zero;
    }

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var apart = a > TMath.Of(Margin) ? T.One : T.Zero;
        return b == T.One ? -T.One : b == -T.One ? apart : T.Zero;
    }

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        T.Zero;
}
