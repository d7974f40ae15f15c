namespace GpuNet.Kernels;

/// <summary>
/// The scalar functions a kernel computes with. Precision is a type argument: one kernel source runs as
/// <see cref="PortableMath"/> (float, the same bits on every device), <see cref="FastMath"/> (float, the device's own
/// functions) and <see cref="DoubleMath"/> (double, for gradient checks).
/// </summary>
/// <typeparam name="T">The number type: <see cref="float"/> or <see cref="double"/>.</typeparam>
public interface IScalarMath<T> where T : unmanaged
{
    /// <summary>
    /// The constant <paramref name="value"/> in this precision. Meant for literals, which compilers fold.
    /// </summary>
    static abstract T Of(double value);

    /// <summary>
    /// The run-time value <paramref name="value"/> in this precision; needs no double arithmetic on the device.
    /// </summary>
    static abstract T Of(float value);

    /// <summary>a * b + c with one rounding.</summary>
    static abstract T Fma(T a, T b, T c);

    /// <summary>|x|; clears the sign of zero and of NaN.</summary>
    static abstract T Abs(T x);

    /// <summary>The smaller value; NaN if either is NaN. Of two zeros, the second.</summary>
    static abstract T Min(T a, T b);

    /// <summary>The larger value; NaN if either is NaN. Of two zeros, the second.</summary>
    static abstract T Max(T a, T b);

    /// <summary>The magnitude of <paramref name="magnitude"/> with the sign bit of <paramref name="sign"/>.</summary>
    static abstract T CopySign(T magnitude, T sign);

    /// <summary>Whether x is not a number.</summary>
    static abstract bool IsNaN(T x);

    /// <summary>Square root; NaN below zero.</summary>
    static abstract T Sqrt(T x);

    /// <summary>1 / sqrt(x).</summary>
    static abstract T Rsqrt(T x);

    /// <summary>e^x.</summary>
    static abstract T Exp(T x);

    /// <summary>e^x - 1, accurate near zero.</summary>
    static abstract T Expm1(T x);

    /// <summary>Natural logarithm; -inf at zero, NaN below.</summary>
    static abstract T Log(T x);

    /// <summary>log(1 + x), accurate near zero; -inf at -1, NaN below.</summary>
    static abstract T Log1p(T x);

    /// <summary>Hyperbolic tangent.</summary>
    static abstract T Tanh(T x);

    /// <summary>1 / (1 + e^-x), accurate in both tails.</summary>
    static abstract T Sigmoid(T x);

    /// <summary>The error function 2/sqrt(pi) * integral of e^(-t^2) from 0 to x.</summary>
    static abstract T Erf(T x);

    /// <summary>1 - erf(x), accurate where that is small.</summary>
    static abstract T Erfc(T x);

    /// <summary>Phi(x), the share of the standard normal distribution below x; accurate where that is small.</summary>
    static abstract T NormalCdf(T x);

    /// <summary>x Phi(x), accurate where that is denormal.</summary>
    static abstract T Gelu(T x);

    /// <summary>
    /// factor e^(x + low), where low is what x lost to rounding; the factor enters before the power of two, so that
    /// a denormal result is rounded once. For factors of moderate size.
    /// </summary>
    static abstract T ScaledExp(T factor, T x, T low);

    /// <summary>What <see cref="Of(double)"/> rounds away from the literal <paramref name="value"/>.</summary>
    static abstract T RestOf(double value);

    /// <summary>2^x.</summary>
    static abstract T Exp2(T x);

    /// <summary>Logarithm to base 2; -inf at zero, NaN below.</summary>
    static abstract T Log2(T x);

    /// <summary>Logarithm to base 10; -inf at zero, NaN below.</summary>
    static abstract T Log10(T x);

    /// <summary>Sine of radians.</summary>
    static abstract T Sin(T x);

    /// <summary>Cosine of radians.</summary>
    static abstract T Cos(T x);

    /// <summary>Tangent of radians.</summary>
    static abstract T Tan(T x);

    /// <summary>Inverse sine; NaN outside [-1, 1].</summary>
    static abstract T Asin(T x);

    /// <summary>Inverse cosine; NaN outside [-1, 1].</summary>
    static abstract T Acos(T x);

    /// <summary>Inverse tangent.</summary>
    static abstract T Atan(T x);

    /// <summary>Hyperbolic sine.</summary>
    static abstract T Sinh(T x);

    /// <summary>Hyperbolic cosine.</summary>
    static abstract T Cosh(T x);

    /// <summary>Inverse hyperbolic sine.</summary>
    static abstract T Asinh(T x);

    /// <summary>Inverse hyperbolic cosine; NaN below 1.</summary>
    static abstract T Acosh(T x);

    /// <summary>Inverse hyperbolic tangent; infinite at -1 and 1, NaN beyond.</summary>
    static abstract T Atanh(T x);

    /// <summary>The nearest integer, of two the even one.</summary>
    static abstract T RoundToEven(T x);

    /// <summary>x^y with C's special values.</summary>
    static abstract T Pow(T x, T y);

    /// <summary>The angle of the point (x, y), from -pi to pi.</summary>
    static abstract T Atan2(T y, T x);

    /// <summary>The remainder of a / b truncated towards 0, with the sign of a.</summary>
    static abstract T Fmod(T a, T b);
}
