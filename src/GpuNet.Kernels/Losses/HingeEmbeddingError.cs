using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// For a distance x of two samples: x itself if the label t says that they are alike (1), max(0, Margin - x) if they
/// are not (-1); both added for any other label, as torch has it.
/// </summary>
/// <param name="Margin">How far apart samples that are not alike should be.</param>
public readonly record struct HingeEmbeddingError(float Margin) : IBinaryOp<HingeEmbeddingError>
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "hinge_embedding_error", OpCategory.Loss, "y = x if t = 1, max(0, margin - x) if t = -1",
        "1 if t = 1; -1 where t = -1 and x < margin, else 0", BackwardNeeds.Input, "torch.nn.HingeEmbeddingLoss")
    {
        Parameters = [new("margin", 1, "how far apart unlike samples should be")],
        Reference = static (x, t, p) => (t == -1 ? 0 : x) + (t == 1 ? 0 : Math.Max(0, p[0] - x)),
        DistanceToKink = static (x, _, p) => Math.Abs(p[0] - x),
        BIsLabel = true,
        DomainB = (-1, 1),
        MaxUlps = 2,
    };

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var alike = b == -T.One ? T.Zero : a;
        var apart = b == T.One ? T.Zero : TMath.Max(TMath.Of(Margin) - a, T.Zero);
        return alike + apart;
    }

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var alike = b == -T.One ? T.Zero : T.One;
        var apart = b == T.One ? T.Zero : a < TMath.Of(Margin) ? -T.One : T.Zero;
        return alike + apart;
    }

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        T.Zero;
}
