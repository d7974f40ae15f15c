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
        MaxUlps = 3.5,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var e = TMath.Exp(-TMath.Abs(x));
        return (x < T.Zero ? Gating.TimesExp<T, TMath>(x, x, T.Zero) : x) * Bend<T, TMath>(x, e);
    }

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var e = TMath.Exp(-TMath.Abs(x));
        var t = (x < T.Zero ? e : T.One) * Bend<T, TMath>(x, e);
        return t + x * (T.One - t * t) * TMath.Sigmoid(x);
    }

    /// <summary>
    /// tanh(softplus(x)) for e = e^-|x|, divided by e below 0: 1 - 2 e^2 / (1 + 2 e + 2 e^2) above, 1 - (e + e^2) / (2 + 2 e + e^2)
    /// below. What is rounded in the quotient counts little where that is small.
    /// </summary>
    private static T Bend<T, TMath>(T x, T e)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var numerator = x < T.Zero ? TMath.Fma(e, e, e) : (e + e) * e;
        var denominator = x < T.Zero ? TMath.Fma(e, e + TMath.Of(2.0), TMath.Of(2.0)) : TMath.Fma(e + e, T.One + e, T.One);
        return T.One - numerator / denominator;
    }
}
