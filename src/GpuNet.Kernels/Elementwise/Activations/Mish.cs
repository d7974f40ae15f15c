using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// x tanh(softplus(x)), as a quotient of powers of e^-|x|. At infinities the derivative, and at -inf the value, is NaN,
/// as in torch.
/// </summary>
public readonly record struct Mish : IUnaryOp<Mish>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "mish", OpCategory.Activation, "y = x tanh(log(1 + exp(x)))",
        "t + x (1 - t^2) sigmoid(x) with t = tanh(log(1 + exp(x)))", BackwardNeeds.Input,
        "Misra 2019; torch.nn.Mish")
    {
        Reference = static (x, _) => x * ReferenceMath.TanhSoftplus(x),
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var e = TMath.Exp(-TMath.Abs(x));
        var factor = x < T.Zero ? Gating.TimesExp<T, TMath>(x, x, T.Zero) : x;
        return factor * Numerator<T, TMath>(x, e) / Denominator<T, TMath>(x, e);
    }

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var e = TMath.Exp(-TMath.Abs(x));
        var t = (x < T.Zero ? e : T.One) * Numerator<T, TMath>(x, e) / Denominator<T, TMath>(x, e);
        return t + x * (T.One - t * t) * TMath.Sigmoid(x);
    }

    /// <summary>tanh(softplus(x)) is N / D above 0, e N / D below, for e = e^-|x|.</summary>
    private static T Numerator<T, TMath>(T x, T e)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        x < T.Zero ? e + TMath.Of(2.0) : T.One + e + e;

    private static T Denominator<T, TMath>(T x, T e)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        x < T.Zero ? TMath.Fma(e, e + TMath.Of(2.0), TMath.Of(2.0)) : TMath.Fma(e + e, T.One + e, T.One);
}
