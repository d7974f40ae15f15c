using ILGPU;

namespace GpuNet.Kernels;

/// <content>Powers and logarithms by way of base 2, and the hyperbolic functions.</content>
public readonly partial struct PortableMath
{
    private const float Log2ELow = 1.92596303e-8f;

    /// <summary>The bits of sqrt(1/2): mantissas are split so that they lie in [sqrt(1/2), sqrt(2)).</summary>
    private const int SqrtHalfBits = 0x3F3504F3;

    /// <summary>2^x = 2^n * e^(r log 2) with n = round(x).</summary>
    public static float Exp2(float x) => Exp2OfSum(x, 0f);

    /// <summary>log2(x); -inf at 0, NaN below.</summary>
    public static float Log2(float x)
    {
        var (high, low) = Log2Parts(x);
        return LogOrSpecial(x, high + low);
    }

    /// <summary>log10(x) = log2(x) * log10(2); -inf at 0, NaN below.</summary>
    public static float Log10(float x)
    {
        var (high, low) = Log2Parts(x);
        const float Factor = 0.30103001f;
        const float FactorLow = -1.43209888e-8f;
        return LogOrSpecial(x, Fma(high, Factor, Fma(high, FactorLow, low * Factor)));
    }

    /// <summary>
    /// 2^(y log2 |x|), the logarithm to twice the digits, with the signs and special values of C's pow.
    /// </summary>
    public static float Pow(float x, float y)
    {
        var a = Abs(x);
        var (high, low) = Log2Parts(a);
        high = a == 0f ? float.NegativeInfinity : high;
        high = a == float.PositiveInfinity ? a : high;
        var product = y * high;
        var rest = Fma(y, high, -product) + y * low;
        var result = Exp2OfSum(product, Abs(product) < 300f ? rest : 0f);
        result = a == 1f ? 1f : result;

        // A negative base needs a whole exponent; an odd one passes the sign on, that of zero and infinity, too.
        var isWhole = RoundToEven(y) == y;
        var isOdd = isWhole & RoundToEven(0.5f * y) != 0.5f * y & Abs(y) < 16777216f;
        result = isOdd ? CopySign(result, x) : result;
        result = x < 0f & !isWhole & a != float.PositiveInfinity ? float.NaN : result;
        result = IsNaN(x) | IsNaN(y) ? x + y : result;
        return y == 0f | x == 1f ? 1f : result;
    }

    /// <summary>(e^a - e^-a) / 2 with the sign of x; below 1 from e^a - 1, so that nothing cancels.</summary>
    public static float Sinh(float x)
    {
        var a = Abs(x);
        var t = Expm1InRange(a > 1f ? 1f : a);
        var small = 0.5f * (t + t / (t + 1f));
        small = a < 2.98023224e-8f ? a : small;
        var half = ScaledExp(0.5f, a, 0f);
        return CopySign(a < 1f ? small : half - 0.25f / half, x);
    }

    /// <summary>(e^a + e^-a) / 2.</summary>
    public static float Cosh(float x)
    {
        var half = ScaledExp(0.5f, Abs(x), 0f);
        return half + 0.25f / half;
    }

    /// <summary>log(a + sqrt(a^2 + 1)) with the sign of x: log1p(a + a^2 / (1 + sqrt(a^2 + 1))).</summary>
    public static float Asinh(float x)
    {
        var a = Abs(x);
        var z = a * a;
        var near = Log1p(a + z / (1f + MathF.Sqrt(z + 1f)));
        return CopySign(a > 1e4f ? Log(a) + Ln2 : near, x);
    }

    /// <summary>log(x + sqrt(x^2 - 1)) = log1p(t + sqrt(2 t + t^2)) with t = x - 1; NaN below 1.</summary>
    public static float Acosh(float x)
    {
        var t = x - 1f;
        var near = Log1p(t + MathF.Sqrt(Fma(t, t, t + t)));
        near = x < 1f ? float.NaN : near;
        return x > 1e4f ? Log(x) + Ln2 : near;
    }

    /// <summary>log((1 + a) / (1 - a)) / 2 with the sign of x; infinite at -1 and 1, NaN beyond.</summary>
    public static float Atanh(float x)
    {
        var a = Abs(x);
        return CopySign(0.5f * Log1p((a + a) / (1f - a)), x);
    }

    /// <summary>2^(x + low) for low within x's rounding.</summary>
    private static float Exp2OfSum(float x, float low)
    {
        x = x > 200f ? 200f : x;
        x = x < -200f ? -200f : x;
        var shifted = x + RoundToExponents;
        var r = x - (shifted - RoundToExponents);
        return ScaleByPower(1f + Expm1Reduced(Fma(r, Ln2, Fma(r, Ln2Low, low * Ln2))), shifted);
    }

    /// <summary>What a logarithm gives for x, of which the finite positive value is known.</summary>
    private static float LogOrSpecial(float x, float result)
    {
        result = x <= float.MaxValue ? result : x;
        var outside = x == 0f ? float.NegativeInfinity : float.NaN;
        return x > 0f ? result : outside;
    }

    /// <summary>
    /// log2(x) as a sum, to about 32 bits, for finite x above 0: e + 2 atanh(t) / log(2) with x = m * 2^e, m in
    /// [sqrt(1/2), sqrt(2)), t = (m - 1) / (m + 1) to twice the digits.
    /// </summary>
    private static (float High, float Low) Log2Parts(float x)
    {
        var isDenormal = x < 1.17549435e-38f;
        var normal = isDenormal ? x * 8388608f : x;
        var bits = (int)Interop.FloatAsInt(normal) - SqrtHalfBits;
        var exponent = (float)(bits >> 23) + (isDenormal ? -23f : 0f);
        var m = Interop.IntAsFloat((uint)((bits & 0x007FFFFF) + SqrtHalfBits));

        var numerator = m - 1f;
        var denominator = m + 1f;
        var t = numerator / denominator;
        var tLow = (Fma(-t, denominator, numerator) - t * (m - (denominator - 1f))) / denominator;

        // log(m) = 2 t + t^3 P(t^2) + 2 tLow / (1 - t^2) for |t| up to 0.172.
        var z = t * t;
        var p = 0.24278279f;
        p = Fma(p, z, 0.28498808f);
        p = Fma(p, z, 0.40000972f);
        p = Fma(p, z, 0.6666666f);
        var log = t + t;
        var logLow = Fma(t * z, p, 2f * Fma(tLow, z, tLow));

        var high = log * Log2E;
        var low = Fma(log, Log2E, -high) + Fma(log, Log2ELow, logLow * Log2E);
        var sum = exponent + high;
        var part = sum - exponent;
        var rest = exponent - (sum - part) + (high - part) + low;
        var result = sum + rest;
        return (result, rest - (result - sum));
    }
}
