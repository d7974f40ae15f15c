using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// max(0, Margin - t x) for labels t of -1 and 1. No gradient where x is just far enough.
/// </summary>
/// <param name="Margin">How far on its side a prediction should be.</param>
public readonly record struct HingeError(float Margin) : IBinaryOp<HingeError>
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "hinge_error", OpCategory.Loss, "y = max(0, margin - t x)",
        "-t and -x where t x < margin, else 0", BackwardNeeds.Input, "Cortes and Vapnik 1995; torch.nn.MarginRankingLoss")
    {
        Parameters = [new("margin", 1, "how far on its side a prediction should be")],
        Reference = static (x, t, p) => Math.Max(0, p[0] - t * x),
        DistanceToKink = static (x, t, p) => Math.Abs(p[0] - t * x) / 8,
        DomainB = (-1, 1),
        MaxUlps = 2,
    };

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Max(TMath.Of(Margin) - a * b, T.Zero);

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        a * b < TMath.Of(Margin) ? -b : T.Zero;

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        a * b < TMath.Of(Margin) ? -a : T.Zero;
}
