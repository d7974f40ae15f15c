using ILGPU;
using ILGPU.Algorithms;

namespace GpuNet.Kernels;

/// <summary>
/// Double-precision functions, for gradient checks: accurate to a few units in the last place, not tuned for speed.
/// </summary>
public readonly struct DoubleMath : IScalarMath<double>
{
    /// <summary>2 / sqrt(pi).</summary>
    private const double TwoOverSqrtPi = 1.1283791670955126;

    /// <inheritdoc/>
    public static double Of(double value) => value;

    /// <inheritdoc/>
    public static double Of(float value) => value;

    /// <inheritdoc/>
    public static double Fma(double a, double b, double c) => Math.FusedMultiplyAdd(a, b, c);

    /// <inheritdoc/>
    public static double Abs(double x) => Math.Abs(x);

    /// <inheritdoc/>
    public static double Min(double a, double b) => a < b || IsNaN(a) ? a : b;

    /// <inheritdoc/>
    public static double Max(double a, double b) => a > b || IsNaN(a) ? a : b;

    /// <inheritdoc/>
    public static double CopySign(double magnitude, double sign) =>
        Interop.IntAsFloat(
            (Interop.FloatAsInt(magnitude) & 0x7FFFFFFFFFFFFFFFUL) |
            (Interop.FloatAsInt(sign) & 0x8000000000000000UL));

    /// <inheritdoc/>
    public static bool IsNaN(double x) =>
        (Interop.FloatAsInt(x) & 0x7FFFFFFFFFFFFFFFUL) > 0x7FF0000000000000UL;

    /// <inheritdoc/>
    public static double Sqrt(double x) => XMath.Sqrt(x);

    /// <inheritdoc/>
    public static double Rsqrt(double x) => 1.0 / XMath.Sqrt(x);

    /// <inheritdoc/>
    public static double Exp(double x) => XMath.Exp(x);

    /// <summary>e^x - 1 by Kahan's quotient: the rounding errors of exp and log cancel.</summary>
    public static double Expm1(double x)
    {
        var u = XMath.Exp(x);
        if (u == 1.0)
            return x;
        if (u - 1.0 == -1.0)
            return -1.0;
        return u == double.PositiveInfinity ? u : (u - 1.0) * x / XMath.Log(u);
    }

    /// <inheritdoc/>
    public static double Log(double x) => XMath.Log(x);

    /// <summary>log(1 + x) by Kahan's quotient: the rounding error of 1 + x cancels.</summary>
    public static double Log1p(double x)
    {
        var u = 1.0 + x;
        if (u == 1.0 || u == double.PositiveInfinity)
            return x;
        return u == 0.0 ? double.NegativeInfinity : XMath.Log(u) * x / (u - 1.0);
    }

    /// <inheritdoc/>
    public static double Tanh(double x)
    {
        var t = Expm1(2.0 * Min(Abs(x), 20.0));
        return CopySign(t / (t + 2.0), x);
    }

    /// <inheritdoc/>
    public static double Sigmoid(double x)
    {
        var e = XMath.Exp(-Abs(x));
        return (x >= 0.0 ? 1.0 : e) / (1.0 + e);
    }

    /// <summary>
    /// erf by Kummer's series 2/sqrt(pi) * e^(-x^2) * sum of 2^n x^(2n+1) / (2n+1)!!, whose terms are all of one sign,
    /// so nothing cancels (Abramowitz and Stegun 7.1.6); beyond 6 the result is 1 to the last bit.
    /// </summary>
    public static double Erf(double x)
    {
        var a = Min(Abs(x), 6.0);
        var term = a;
        var sum = a;
        for (var n = 1; n < 200 && term > sum * 1e-17; n++)
        {
            term *= 2.0 * a * a / (2 * n + 1);
            sum += term;
        }

        return CopySign(Min(TwoOverSqrtPi * XMath.Exp(-a * a) * sum, 1.0), x);
    }

    /// <summary>
    /// erfc by Laplace's continued fraction e^(-x^2) / sqrt(pi) / (x + 1/2 / (x + 1 / (x + 3/2 / ...))) (Abramowitz and
    /// Stegun 7.1.14) from 1.25 on, below by <see cref="Erf"/>.
    /// </summary>
    public static double Erfc(double x)
    {
        if (!(x >= 1.25))
            return 1.0 - Erf(x);
        var a = Min(x, 30.0);
        var fraction = a;
        for (var n = 150; n > 0; n--)
            fraction = a + 0.5 * n / fraction;
        var square = a * a;
        var e = XMath.Exp(-square);
        return 0.5 * TwoOverSqrtPi * Fma(-Fma(a, a, -square), e, e) / fraction;
    }

    /// <inheritdoc/>
    public static double NormalCdf(double x) => 0.5 * Erfc(x * -0.70710678118654752);

    /// <inheritdoc/>
    public static double Gelu(double x) => x * NormalCdf(x);

    /// <inheritdoc/>
    public static double ScaledExp(double factor, double x, double low)
    {
        var e = XMath.Exp(x);
        return factor * Fma(e, low, e);
    }

    /// <inheritdoc/>
    public static double RestOf(double value) => 0.0;

    /// <inheritdoc/>
    public static double Exp2(double x) => XMath.Exp2(x);

    /// <inheritdoc/>
    public static double Log2(double x) => XMath.Log2(x);

    /// <inheritdoc/>
    public static double Log10(double x) => XMath.Log10(x);

    /// <inheritdoc/>
    public static double Sin(double x) => XMath.Sin(x);

    /// <inheritdoc/>
    public static double Cos(double x) => XMath.Cos(x);

    /// <inheritdoc/>
    public static double Tan(double x) => XMath.Tan(x);

    /// <inheritdoc/>
    public static double Asin(double x) => XMath.Asin(x);

    /// <inheritdoc/>
    public static double Acos(double x) => XMath.Acos(x);

    /// <inheritdoc/>
    public static double Atan(double x) => XMath.Atan(x);

    /// <summary>(t + t / (t + 1)) / 2 with t = e^a - 1 and the sign of x.</summary>
    public static double Sinh(double x)
    {
        var a = Abs(x);
        var t = Expm1(Min(a, 40.0));
        var half = 0.5 * XMath.Exp(0.5 * a);
        return CopySign(a < 40.0 ? 0.5 * (t + t / (t + 1.0)) : half * XMath.Exp(0.5 * a), x);
    }

    /// <inheritdoc/>
    public static double Cosh(double x) => XMath.Cosh(x);

    /// <summary>log(a + sqrt(a^2 + 1)) with the sign of x: log1p(a + a^2 / (1 + sqrt(a^2 + 1))).</summary>
    public static double Asinh(double x)
    {
        var a = Abs(x);
        var z = a * a;
        return CopySign(
            a > 1e9 ? XMath.Log(a) + 0.69314718055994531 : Log1p(a + z / (1.0 + XMath.Sqrt(z + 1.0))), x);
    }

    /// <summary>log(x + sqrt(x^2 - 1)) = log1p(t + sqrt(2 t + t^2)) with t = x - 1.</summary>
    public static double Acosh(double x)
    {
        var t = x - 1.0;
        if (x < 1.0)
            return double.NaN;
        return x > 1e9 ? XMath.Log(x) + 0.69314718055994531 : Log1p(t + XMath.Sqrt(Fma(t, t, t + t)));
    }

    /// <summary>log((1 + a) / (1 - a)) / 2 with the sign of x.</summary>
    public static double Atanh(double x)
    {
        var a = Abs(x);
        return CopySign(0.5 * Log1p((a + a) / (1.0 - a)), x);
    }

    /// <inheritdoc/>
    public static double RoundToEven(double x)
    {
        var a = Abs(x);
        return a < 4503599627370496.0 ? CopySign(a + 4503599627370496.0 - 4503599627370496.0, x) : x;
    }

    /// <inheritdoc/>
    public static double Pow(double x, double y) => XMath.Pow(x, y);

    /// <inheritdoc/>
    public static double Atan2(double y, double x) => XMath.Atan2(y, x);

    /// <inheritdoc/>
    public static double Fmod(double a, double b) => a % b;
}
