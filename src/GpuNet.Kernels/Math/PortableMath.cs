using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Float functions built only of operations that IEEE 754 rounds exactly (+ - * / sqrt and fused multiply-add) and of
/// integer operations on the bits, so that every device computes the same bits. Selects instead of branches, so that
/// work-items can run as SIMD lanes.
/// </summary>
/// <remarks>
/// Every function is defined for all floats: denormals, zeros of both signs, infinities and NaN. Largest errors over
/// the whole range, in units in the last place (held by the tests): exp 1.1, expm1 1.5, log 1, log1p 1.6, tanh 2.6,
/// sigmoid 2.5, erf 1.5, erfc 3.5, normal cdf 3.5. Polynomial coefficients are minimax fits (Remez exchange, relative error) on the intervals
/// named beside them, rounded to float.
/// </remarks>
public readonly partial struct PortableMath : IScalarMath<float>
{
    private const float Log2E = 1.44269504f;

    /// <summary>log(2) = Ln2 + Ln2Low to 48 bits.</summary>
    private const float Ln2 = 0.693147182f;
    private const float Ln2Low = -1.90465421e-9f;

    /// <summary>
    /// 1.5 * 2^23: adding it rounds a float below 2^22 to an integer, kept in the low bits of the sum.
    /// </summary>
    private const float RoundToInteger = 12582912f;
    private const int RoundToIntegerBits = 0x4B400000;

    /// <summary>What exponents are stored with. Where it is added before rounding, the sum is even, so that ties round as without it.</summary>
    private const int ExponentBias = 127;

    /// <summary>Leaves an integer and the biases of two powers of two, whose product is two to that integer.</summary>
    private const float RoundToExponents = RoundToInteger + 2 * ExponentBias;

    /// <summary>The bits of 2/3: mantissas are split so that they lie in [2/3, 4/3).</summary>
    private const int TwoThirdsBits = 0x3F2AAAAB;

    /// <inheritdoc/>
    public static float Of(double value) => (float)value;

    /// <inheritdoc/>
    public static float Of(float value) => value;

    /// <inheritdoc/>
    public static float RestOf(double value) => (float)(value - (float)value);

    /// <inheritdoc/>
    public static float Fma(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);

    /// <inheritdoc/>
    public static float Abs(float x) => Interop.IntAsFloat(Interop.FloatAsInt(x) & 0x7FFFFFFFu);

    /// <inheritdoc/>
    public static float Min(float a, float b)
    {
        // What processors have an instruction for: b where either is NaN.
        var smaller = a < b ? a : b;
        return IsNaN(a) ? a : smaller;
    }

    /// <inheritdoc/>
    public static float Max(float a, float b)
    {
        var larger = a > b ? a : b;
        return IsNaN(a) ? a : larger;
    }

    /// <inheritdoc/>
    public static float CopySign(float magnitude, float sign) =>
        Interop.IntAsFloat((Interop.FloatAsInt(magnitude) & 0x7FFFFFFFu) | (Interop.FloatAsInt(sign) & 0x80000000u));

    /// <inheritdoc/>
    public static bool IsNaN(float x) => (Interop.FloatAsInt(x) & 0x7FFFFFFFu) > 0x7F800000u;

    /// <inheritdoc/>
    public static float Sqrt(float x) => MathF.Sqrt(x);

    /// <inheritdoc/>
    public static float Rsqrt(float x) => 1f / MathF.Sqrt(x);

    /// <summary>e^x = 2^n * e^r with n = round(x / log 2), |r| at most log(2) / 2.</summary>
    public static float Exp(float x)
    {
        // Outside these bounds the result is infinity or zero anyway, and n stays in the range of the exponent.
        x = x > 89f ? 89f : x;
        x = x < -104f ? -104f : x;
        var shifted = Fma(x, Log2E, RoundToExponents);
        return ScaleByPower(1f + Expm1Reduced(Reduce(x, shifted - RoundToExponents)), shifted);
    }

    /// <inheritdoc/>
    public static float ScaledExp(float factor, float x, float low)
    {
        x = x > 90f ? 90f : x;
        x = x < -170f ? -170f : x;
        var shifted = Fma(x, Log2E, RoundToExponents);
        var p = Expm1Reduced(Reduce(x, shifted - RoundToExponents) + low);
        return ScaleByPower(Fma(factor, p, factor), shifted);
    }

    /// <summary>e^x - 1 = 2^n * (e^r - 1) + (2^n - 1).</summary>
    public static float Expm1(float x)
    {
        var clamped = x > 89f ? 89f : x;
        clamped = clamped < -18f ? -18f : clamped;
        var result = Expm1InRange(clamped);

        // Below 2^-25 the result is x; this keeps the sign of zero and all bits of denormals.
        return Abs(x) < 2.98023224e-8f ? x : result;
    }

    /// <summary>log(x) = e * log(2) + log(m) with x = m * 2^e, m in [2/3, 4/3).</summary>
    public static float Log(float x)
    {
        var isDenormal = x < 1.17549435e-38f;
        var normal = isDenormal ? x * 8388608f : x;
        var bits = (int)Interop.FloatAsInt(normal) - TwoThirdsBits;
        var exponent = (float)(bits >> 23) + (isDenormal ? -23f : 0f);
        var m = Interop.IntAsFloat((uint)((bits & 0x007FFFFF) + TwoThirdsBits));
        return LogOrSpecial(x, Fma(exponent, Ln2, Log1pReduced(m - 1f)));
    }

    /// <summary>
    /// log(1 + x) = e * log(2) + log1p(f) with 1 + x = (1 + f) * 2^e; f = x * 2^-e + (2^-e - 1) keeps the bits that
    /// forming 1 + x would round away.
    /// </summary>
    public static float Log1p(float x)
    {
        var exponentBits = ((int)Interop.FloatAsInt(1f + x) - TwoThirdsBits) & unchecked((int)0xFF800000);
        var scaled = Interop.IntAsFloat(Interop.FloatAsInt(x) - (uint)exponentBits);
        var fourOverPower = Interop.IntAsFloat(0x40800000u - (uint)exponentBits);
        var f = scaled + Fma(0.25f, fourOverPower, -1f);
        var result = Fma((float)(exponentBits >> 23), Ln2, Log1pReduced(f));

        result = x <= float.MaxValue & x != 0f ? result : x;
        var outside = x == -1f ? float.NegativeInfinity : float.NaN;
        return x > -1f ? result : outside;
    }

    /// <summary>tanh(x) = t / (t + 2) with t = e^(2|x|) - 1, and the sign of x.</summary>
    public static float Tanh(float x)
    {
        var a = Abs(x);
        var t = Expm1InRange(a > 10f ? 20f : a + a);
        return CopySign(t / (t + 2f), x);
    }

    /// <summary>
    /// 1 / (1 + e) or e / (1 + e) with e = e^-|x|, by the sign of x: exact in the far tails, no overflow.
    /// </summary>
    public static float Sigmoid(float x)
    {
        var e = ExpOfNegative(-Abs(x));
        return (x < 0f ? e : 1f) / (1f + e);
    }

    /// <summary>sin(pi x) for |x| below 2^20; the reduction of the argument is exact.</summary>
    public static float SinPi(float x) => SinPiQuadrant(x, 0);

    /// <summary>cos(pi x) for |x| below 2^20; the reduction of the argument is exact.</summary>
    public static float CosPi(float x) => SinPiQuadrant(x, 1);

    /// <summary>sin(pi (x + quarters / 2)).</summary>
    private static float SinPiQuadrant(float x, int quarters)
    {
        var shifted = Fma(x, 2f, RoundToInteger);
        var f = Fma(shifted - RoundToInteger, -0.5f, x);
        var quadrant = ((int)Interop.FloatAsInt(shifted) - RoundToIntegerBits + quarters) & 3;
        var square = f * f;

        var s = -0.589012206f; // [-1/4, 1/4], pi = 3.140625 + the rest
        s = Fma(s, square, 2.54976106f);
        s = Fma(s, square, -5.16770792f);
        s = Fma(s, square, 0.000967643398f);
        s = Fma(f, 3.140625f, f * s);

        var c = 0.231260926f; // [-1/4, 1/4]
        c = Fma(c, square, -1.33503592f);
        c = Fma(c, square, 4.05870676f);
        c = Fma(c, square, -4.93480206f);
        c = Fma(c, square, 1f);

        var value = (quadrant & 1) == 0 ? s : c;
        return (quadrant & 2) == 0 ? value : -value;
    }

    /// <summary>r = x - n * log(2); the first product cancels exactly.</summary>
    private static float Reduce(float x, float n) => Fma(n, -Ln2Low, Fma(n, -Ln2, x));

    /// <summary>p * 2^n for a sum of n and <see cref="RoundToExponents"/>.</summary>
    private static float ScaleByPower(float p, float shifted)
    {
        // Two factors, so that neither over- nor underflows: only the last product rounds.
        var exponents = Interop.FloatAsInt(shifted);
        var half = exponents >> 1;
        return p * PowerOfTwo(half) * PowerOfTwo(exponents - half);
    }

    /// <summary>e^r - 1 for |r| at most log(2) / 2.</summary>
    private static float Expm1Reduced(float r)
    {
        var q = 0.0013820999f;
        q = Fma(q, r, 0.008368671f);
        q = Fma(q, r, 0.041668262f);
        q = Fma(q, r, 0.16666521f);
        q = Fma(q, r, 0.49999994f);
        return Fma(r * r, q, r);
    }

    /// <summary>The bits of <see cref="Exp"/> for x up to 0: one of the two factors is fixed.</summary>
    private static float ExpOfNegative(float x)
    {
        const int Margin = 63;
        const float Round = RoundToInteger + ExponentBias + Margin;
        x = x < -104f ? -104f : x;
        var shifted = Fma(x, Log2E, Round);
        var p = 1f + Expm1Reduced(Reduce(x, shifted - Round));
        return p * PowerOfTwo(Interop.FloatAsInt(shifted)) * 1.08420217e-19f; // 2^-Margin
    }

    /// <summary>
    /// <see cref="ScaledExp"/> for x in [-170, 0] and factors up to 1: one of the two powers is fixed, and low enters
    /// with what the reduction leaves, whose rounding it shares.
    /// </summary>
    private static float ScaledExpOfNegative(float factor, float x, float low)
    {
        const int Margin = 126;
        const float Round = RoundToInteger + ExponentBias + Margin;
        var shifted = Fma(x, Log2E, Round);
        var n = shifted - Round;
        var p = Expm1Reduced(Fma(n, -Ln2, x) + Fma(n, -Ln2Low, low));
        return Fma(factor, p, factor) * PowerOfTwo(Interop.FloatAsInt(shifted)) * 1.17549435e-38f; // 2^-Margin
    }

    /// <summary>e^x - 1 for x in [-18, 89], NaN for NaN; loses a bit of odd denormals.</summary>
    private static float Expm1InRange(float x)
    {
        // Half the power, doubled at the end: 2^128 is no float.
        const float Round = RoundToInteger + ExponentBias - 1;
        var shifted = Fma(x, Log2E, Round);
        var p = Expm1Reduced(Reduce(x, shifted - Round));
        var half = PowerOfTwo(Interop.FloatAsInt(shifted));
        return 2f * Fma(half, p, half - 0.5f);
    }

    /// <summary>log(1 + f) for f in [-1/3, 1/3].</summary>
    private static float Log1pReduced(float f)
    {
        var p = 0.117071472f;
        p = Fma(p, f, -0.131143361f);
        p = Fma(p, f, 0.108253717f);
        p = Fma(p, f, -0.121260494f);
        p = Fma(p, f, 0.142988697f);
        p = Fma(p, f, -0.1668576f);
        p = Fma(p, f, 0.199997589f);
        p = Fma(p, f, -0.249996066f);
        p = Fma(p, f, 0.333333343f);
        p = Fma(p, f, -0.5f);
        return Fma(f * f, p, f);
    }

    /// <summary>2^n for n + <see cref="ExponentBias"/> in the low nine bits; what stands above them does not count.</summary>
    private static float PowerOfTwo(uint biased) => Interop.IntAsFloat(biased << 23);
}
