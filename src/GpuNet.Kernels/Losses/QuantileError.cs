using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// The pinball loss, whose mean is least where x is the Quantile-quantile of the targets. No gradient at a tie.
/// </summary>
/// <param name="Quantile">Which quantile is predicted, in (0, 1).</param>
public readonly record struct QuantileError(float Quantile) : IBinaryOp<QuantileError>
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "quantile_error", OpCategory.Loss, "y = max(q (t - x), (q - 1) (t - x))",
        "-q if t > x, 1 - q if t < x, 0 at a tie; and the negative", BackwardNeeds.Input, "Koenker and Bassett 1978; scikit-learn mean_pinball_loss")
    {
        Parameters = [new("quantile", 0.5, "which quantile is predicted, in (0, 1)")],
        Reference = static (x, t, p) => Math.Max(p[0] * (t - x), (p[0] - 1) * (t - x)),
        DistanceToKink = static (x, t, _) => Math.Abs(x - t),
        MaxUlps = 2,
    };

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var quantile = TMath.Of(Quantile);
        return TMath.Max(quantile * (b - a), (quantile - T.One) * (b - a));
    }

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        b > a ? -TMath.Of(Quantile) : b < a ? T.One - TMath.Of(Quantile) : (a - b) * T.Zero; // NaN stays NaN

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        b > a ? TMath.Of(Quantile) : b < a ? TMath.Of(Quantile) - T.One : (b - a) * T.Zero;
}
