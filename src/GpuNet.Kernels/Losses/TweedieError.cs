using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// The negative log-likelihood of a Tweedie distribution of mean e^x, without the terms of t alone: between Poisson
/// (Power 1) and gamma (Power 2), for amounts that are often zero.
/// </summary>
/// <param name="Power">The variance's power of the mean, in (1, 2).</param>
public readonly record struct TweedieError(float Power) : IBinaryOp<TweedieError>
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "tweedie_error", OpCategory.Loss, "y = exp((2 - p) x) / (2 - p) - t exp((1 - p) x) / (1 - p)",
        "exp((2 - p) x) - t exp((1 - p) x) and -exp((1 - p) x) / (1 - p)", BackwardNeeds.Input, "Jorgensen 1987; XGBoost reg:tweedie")
    {
        Parameters = [new("power", 1.5, "the variance's power of the mean, in (1, 2)")],
        Reference = static (x, t, p) => Math.Exp((2 - p[0]) * x) / (2 - p[0]) - t * Math.Exp((1 - p[0]) * x) / (1 - p[0]),
        DomainA = (-3, 3),
        DomainB = (0, 10),
        MaxUlps = 16,
    };

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var one = T.One - TMath.Of(Power);
        var two = TMath.Of(2.0) - TMath.Of(Power);
        return TMath.Exp(two * a) / two - b * TMath.Exp(one * a) / one;
    }

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Exp((TMath.Of(2.0) - TMath.Of(Power)) * a) - b * TMath.Exp((T.One - TMath.Of(Power)) * a);

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        -TMath.Exp((T.One - TMath.Of(Power)) * a) / (T.One - TMath.Of(Power));
}
