using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// log(cosh(x - t)): squared near the target, absolute beyond, and smooth everywhere. With m = e^-|d| - 1 it is
/// log1p(m^2 / (2 e^-|d|)), which does not cancel near zero, and |d| + log1p(e^(-2|d|)) - log 2 where m nears -1.
/// </summary>
public readonly record struct LogCoshError : IBinaryOp<LogCoshError>
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "log_cosh_error", OpCategory.Loss, "y = log(cosh(x - t))",
        "tanh(x - t) and tanh(t - x)", BackwardNeeds.Input, "Keras LogCosh")
    {
        Reference = static (x, t, _) => Math.Abs(x - t) < 0.5
            ? ReferenceMath.Log1p(2 * Math.Sinh((x - t) / 2) * Math.Sinh((x - t) / 2))
            : Math.Abs(x - t) + ReferenceMath.Log1p(Math.Exp(-2 * Math.Abs(x - t))) - Math.Log(2),
        MaxUlps = 4,
    };

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var distance = TMath.Abs(a - b);
        var m = TMath.Expm1(-distance);
        var near = TMath.Log1p(TMath.Of(0.5) * m * m / TMath.Exp(-distance));
        var far = distance + TMath.Log1p(TMath.Exp(-distance - distance)) - TMath.Of(0.69314718055994531);
        return distance > T.One ? far : near;
    }

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Tanh(a - b);

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Tanh(b - a);
}
