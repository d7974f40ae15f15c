using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// The scalar functions on numbers that carry a derivative: each value by <typeparamref name="TMath"/>, each derivative
/// by the chain rule. So whatever an op computes with them has its derivative, too.
/// </summary>
/// <remarks>
/// Where Min and Max have two equal arguments, and |x| is 0, the derivative is the one in the direction of the tangent: so
/// what is smooth but written with them, such as max(x, 0) + log(1 + e^-|x|), keeps its derivative there. What is constant
/// stays so beside infinities (<see cref="Dual{T}"/>).
/// </remarks>
/// <typeparam name="T">The type of value and derivative.</typeparam>
/// <typeparam name="TMath">The functions of that type.</typeparam>
public readonly struct DualMath<T, TMath> : IScalarMath<Dual<T>>
    where T : unmanaged, INumber<T>
    where TMath : IScalarMath<T>
{
    private const double InverseSqrtTwoPi = 0.3989422804014327;
    private const double TwoOverSqrtPi = 1.1283791670955126;
    private const double LnTwo = 0.6931471805599453;
    private const double LnTen = 2.302585092994046;

    /// <inheritdoc/>
    public static Dual<T> Of(double value) => new(TMath.Of(value), T.Zero);

    /// <inheritdoc/>
    public static Dual<T> Of(float value) => new(TMath.Of(value), T.Zero);

    /// <inheritdoc/>
    public static Dual<T> RestOf(double value) => new(TMath.RestOf(value), T.Zero);

    /// <inheritdoc/>
    public static bool IsNaN(Dual<T> x) => TMath.IsNaN(x.Value);

    /// <inheritdoc/>
    public static Dual<T> Fma(Dual<T> a, Dual<T> b, Dual<T> c) =>
        new(TMath.Fma(a.Value, b.Value, c.Value), Dual<T>.Share(a.Tangent, b.Value) + Dual<T>.Share(b.Tangent, a.Value) + c.Tangent);

    /// <inheritdoc/>
    public static Dual<T> Abs(Dual<T> x) => new(
        TMath.Abs(x.Value), x.Value > T.Zero ? x.Tangent : x.Value < T.Zero ? -x.Tangent : TMath.Abs(x.Tangent));

    /// <inheritdoc/>
    public static Dual<T> Min(Dual<T> a, Dual<T> b) => new(
        TMath.Min(a.Value, b.Value),
        a.Value == b.Value ? TMath.Min(a.Tangent, b.Tangent) : a.Value < b.Value || TMath.IsNaN(a.Value) ? a.Tangent : b.Tangent);

    /// <inheritdoc/>
    public static Dual<T> Max(Dual<T> a, Dual<T> b) => new(
        TMath.Max(a.Value, b.Value),
        a.Value == b.Value ? TMath.Max(a.Tangent, b.Tangent) : a.Value > b.Value || TMath.IsNaN(a.Value) ? a.Tangent : b.Tangent);

    /// <inheritdoc/>
    public static Dual<T> CopySign(Dual<T> magnitude, Dual<T> sign) => new(
        TMath.CopySign(magnitude.Value, sign.Value),
        TMath.CopySign(T.One, magnitude.Value) == TMath.CopySign(T.One, sign.Value)
            ? magnitude.Tangent
            : -magnitude.Tangent);

    /// <inheritdoc/>
    public static Dual<T> Sqrt(Dual<T> x)
    {
        var root = TMath.Sqrt(x.Value);
        return new(root, x.Tangent / (root + root));
    }

    /// <inheritdoc/>
    public static Dual<T> Rsqrt(Dual<T> x)
    {
        var y = TMath.Rsqrt(x.Value);
        return new(y, TMath.Of(-0.5) * y / x.Value * x.Tangent);
    }

    /// <inheritdoc/>
    public static Dual<T> Exp(Dual<T> x)
    {
        var y = TMath.Exp(x.Value);
        return new(y, y * x.Tangent);
    }

    /// <inheritdoc/>
    public static Dual<T> ScaledExp(Dual<T> factor, Dual<T> x, Dual<T> low) => new(
        TMath.ScaledExp(factor.Value, x.Value, low.Value),
        TMath.ScaledExp(factor.Tangent + factor.Value * (x.Tangent + low.Tangent), x.Value, low.Value));

    /// <inheritdoc/>
    public static Dual<T> Expm1(Dual<T> x) => new(TMath.Expm1(x.Value), TMath.Exp(x.Value) * x.Tangent);

    /// <inheritdoc/>
    public static Dual<T> Exp2(Dual<T> x)
    {
        var y = TMath.Exp2(x.Value);
        return new(y, TMath.Of(LnTwo) * y * x.Tangent);
    }

    /// <inheritdoc/>
    public static Dual<T> Log(Dual<T> x) => new(TMath.Log(x.Value), x.Tangent / x.Value);

    /// <inheritdoc/>
    public static Dual<T> Log1p(Dual<T> x) => new(TMath.Log1p(x.Value), x.Tangent / (T.One + x.Value));

    /// <inheritdoc/>
    public static Dual<T> Log2(Dual<T> x) => new(TMath.Log2(x.Value), x.Tangent / (TMath.Of(LnTwo) * x.Value));

    /// <inheritdoc/>
    public static Dual<T> Log10(Dual<T> x) => new(TMath.Log10(x.Value), x.Tangent / (TMath.Of(LnTen) * x.Value));

    /// <inheritdoc/>
    public static Dual<T> Pow(Dual<T> x, Dual<T> y)
    {
        var power = TMath.Pow(x.Value, y.Value);
        var byX = Dual<T>.Share(Dual<T>.Share(x.Tangent, y.Value), TMath.Pow(x.Value, y.Value - T.One));
        // Of a negative base, only a constant power has a derivative; powers of 0 are 0 or 1, whatever the exponent (as in torch).
        return new(
            power,
            x.Value <= T.Zero && y.Tangent == T.Zero || x.Value == T.Zero && y.Value >= T.Zero
                ? byX
                : byX + Dual<T>.Share(Dual<T>.Share(y.Tangent, TMath.Log(x.Value)), power));
    }

    /// <inheritdoc/>
    public static Dual<T> Sigmoid(Dual<T> x)
    {
        var y = TMath.Sigmoid(x.Value);
        return new(y, y * TMath.Sigmoid(-x.Value) * x.Tangent);
    }

    /// <inheritdoc/>
    public static Dual<T> Erf(Dual<T> x) => new(TMath.Erf(x.Value), Bell(x.Value) * x.Tangent);

    /// <inheritdoc/>
    public static Dual<T> Erfc(Dual<T> x) => new(TMath.Erfc(x.Value), -(Bell(x.Value) * x.Tangent));

    /// <inheritdoc/>
    public static Dual<T> NormalCdf(Dual<T> x) => new(TMath.NormalCdf(x.Value), Density(x.Value) * x.Tangent);

    /// <inheritdoc/>
    public static Dual<T> Gelu(Dual<T> x) => new(
        TMath.Gelu(x.Value), (TMath.NormalCdf(x.Value) + x.Value * Density(x.Value)) * x.Tangent);

    /// <inheritdoc/>
    public static Dual<T> Sin(Dual<T> x) => new(TMath.Sin(x.Value), TMath.Cos(x.Value) * x.Tangent);

    /// <inheritdoc/>
    public static Dual<T> Cos(Dual<T> x) => new(TMath.Cos(x.Value), -(TMath.Sin(x.Value) * x.Tangent));

    /// <inheritdoc/>
    public static Dual<T> Tan(Dual<T> x)
    {
        var y = TMath.Tan(x.Value);
        return new(y, TMath.Fma(y, y, T.One) * x.Tangent);
    }

    /// <inheritdoc/>
    public static Dual<T> Asin(Dual<T> x) =>
        new(TMath.Asin(x.Value), x.Tangent / TMath.Sqrt(TMath.Fma(-x.Value, x.Value, T.One)));

    /// <inheritdoc/>
    public static Dual<T> Acos(Dual<T> x) =>
        new(TMath.Acos(x.Value), -(x.Tangent / TMath.Sqrt(TMath.Fma(-x.Value, x.Value, T.One))));

    /// <inheritdoc/>
    public static Dual<T> Atan(Dual<T> x) =>
        new(TMath.Atan(x.Value), x.Tangent / TMath.Fma(x.Value, x.Value, T.One));

    /// <inheritdoc/>
    public static Dual<T> Atan2(Dual<T> y, Dual<T> x) => new(
        TMath.Atan2(y.Value, x.Value),
        (x.Value * y.Tangent - y.Value * x.Tangent) / TMath.Fma(y.Value, y.Value, x.Value * x.Value));

    /// <inheritdoc/>
    public static Dual<T> Sinh(Dual<T> x) => new(TMath.Sinh(x.Value), TMath.Cosh(x.Value) * x.Tangent);

    /// <inheritdoc/>
    public static Dual<T> Cosh(Dual<T> x) => new(TMath.Cosh(x.Value), TMath.Sinh(x.Value) * x.Tangent);

    /// <inheritdoc/>
    public static Dual<T> Tanh(Dual<T> x)
    {
        var y = TMath.Tanh(x.Value);
        return new(y, TMath.Fma(-y, y, T.One) * x.Tangent);
    }

    /// <inheritdoc/>
    public static Dual<T> Asinh(Dual<T> x) =>
        new(TMath.Asinh(x.Value), x.Tangent / TMath.Sqrt(TMath.Fma(x.Value, x.Value, T.One)));

    /// <inheritdoc/>
    public static Dual<T> Acosh(Dual<T> x) => new(
        TMath.Acosh(x.Value), x.Tangent / (TMath.Sqrt(x.Value - T.One) * TMath.Sqrt(x.Value + T.One)));

    /// <inheritdoc/>
    public static Dual<T> Atanh(Dual<T> x) =>
        new(TMath.Atanh(x.Value), x.Tangent / TMath.Fma(-x.Value, x.Value, T.One));

    /// <inheritdoc/>
    public static Dual<T> RoundToEven(Dual<T> x) => new(TMath.RoundToEven(x.Value), T.Zero);

    /// <inheritdoc/>
    public static Dual<T> Fmod(Dual<T> a, Dual<T> b)
    {
        var rest = TMath.Fmod(a.Value, b.Value);
        return new(rest, a.Tangent - TMath.RoundToEven((a.Value - rest) / b.Value) * b.Tangent);
    }

    /// <summary>The derivative of erf.</summary>
    private static T Bell(T x) => TMath.Of(TwoOverSqrtPi) * TMath.Exp(-(x * x));

    /// <summary>The density of the standard normal distribution.</summary>
    private static T Density(T x) => TMath.Of(InverseSqrtTwoPi) * TMath.Exp(TMath.Of(-0.5) * x * x);
}
