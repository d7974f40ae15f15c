using ILGPU.Algorithms;

namespace GpuNet.Kernels;

/// <summary>
/// Float functions of the device itself (<see cref="XMath"/>): as fast and as accurate as it offers, different from one
/// device to the next. What devices do not offer is taken from <see cref="PortableMath"/>.
/// </summary>
public readonly struct FastMath : IScalarMath<float>
{
    /// <inheritdoc/>
    public static float Of(double value) => (float)value;

    /// <inheritdoc/>
    public static float Of(float value) => value;

    /// <inheritdoc/>
    public static float Fma(float a, float b, float c) => PortableMath.Fma(a, b, c);

    /// <inheritdoc/>
    public static float Abs(float x) => PortableMath.Abs(x);

    /// <inheritdoc/>
    public static float Min(float a, float b) => PortableMath.Min(a, b);

    /// <inheritdoc/>
    public static float Max(float a, float b) => PortableMath.Max(a, b);

    /// <inheritdoc/>
    public static float CopySign(float magnitude, float sign) => PortableMath.CopySign(magnitude, sign);

    /// <inheritdoc/>
    public static bool IsNaN(float x) => PortableMath.IsNaN(x);

    /// <inheritdoc/>
    public static float Sqrt(float x) => XMath.Sqrt(x);

    /// <inheritdoc/>
    public static float Rsqrt(float x) => XMath.Rsqrt(x);

    /// <inheritdoc/>
    public static float Exp(float x) => XMath.Exp(x);

    /// <inheritdoc/>
    public static float Expm1(float x) => PortableMath.Expm1(x);

    /// <inheritdoc/>
    public static float Log(float x) => XMath.Log(x);

    /// <inheritdoc/>
    public static float Log1p(float x) => PortableMath.Log1p(x);

    /// <inheritdoc/>
    public static float Tanh(float x) => XMath.Tanh(x);

    /// <inheritdoc/>
    public static float Sigmoid(float x)
    {
        var e = XMath.Exp(-Abs(x));
        return (x < 0f ? e : 1f) / (1f + e);
    }

    /// <inheritdoc/>
    public static float Erf(float x) => PortableMath.Erf(x);

    /// <inheritdoc/>
    public static float Erfc(float x) => PortableMath.Erfc(x);

    /// <inheritdoc/>
    public static float NormalCdf(float x) => PortableMath.NormalCdf(x);

    /// <inheritdoc/>
    public static float Gelu(float x) => PortableMath.Gelu(x);

    /// <inheritdoc/>
    public static float ScaledExp(float factor, float x, float low) => factor * XMath.Exp(x + low);

    /// <inheritdoc/>
    public static float RestOf(double value) => PortableMath.RestOf(value);

    /// <inheritdoc/>
    public static float Exp2(float x) => XMath.Exp2(x);

    /// <inheritdoc/>
    public static float Log2(float x) => XMath.Log2(x);

    /// <inheritdoc/>
    public static float Log10(float x) => XMath.Log10(x);

    /// <inheritdoc/>
    public static float Sin(float x) => XMath.Sin(x);

    /// <inheritdoc/>
    public static float Cos(float x) => XMath.Cos(x);

    /// <inheritdoc/>
    public static float Tan(float x) => XMath.Tan(x);

    /// <inheritdoc/>
    public static float Asin(float x) => XMath.Asin(x);

    /// <inheritdoc/>
    public static float Acos(float x) => XMath.Acos(x);

    /// <inheritdoc/>
    public static float Atan(float x) => XMath.Atan(x);

    /// <inheritdoc/>
    public static float Sinh(float x) => XMath.Sinh(x);

    /// <inheritdoc/>
    public static float Cosh(float x) => XMath.Cosh(x);

    /// <inheritdoc/>
    public static float Asinh(float x) => PortableMath.Asinh(x);

    /// <inheritdoc/>
    public static float Acosh(float x) => PortableMath.Acosh(x);

    /// <inheritdoc/>
    public static float Atanh(float x) => PortableMath.Atanh(x);

    /// <inheritdoc/>
    public static float RoundToEven(float x) => PortableMath.RoundToEven(x);

    /// <inheritdoc/>
    public static float Pow(float x, float y) => XMath.Pow(x, y);

    /// <inheritdoc/>
    public static float Atan2(float y, float x) => XMath.Atan2(y, x);

    /// <inheritdoc/>
    public static float Fmod(float a, float b) => PortableMath.Fmod(a, b);
}
