using ILGPU;

namespace GpuNet.Kernels;

/// <content>Sine, cosine and tangent of radians, and their inverses.</content>
public readonly partial struct PortableMath
{
    private const float HalfPi = 1.57079637f;
    private const float HalfPiLow = -4.37113883e-8f;
    private const float HalfPiLowest = -1.71512451e-15f;

    /// <summary>sin(x); NaN at infinities.</summary>
    public static float Sin(float x)
    {
        var (r, quadrant) = Quarter(x);
        return ByQuadrant(r, quadrant);
    }

    /// <summary>cos(x); NaN at infinities.</summary>
    public static float Cos(float x)
    {
        var (r, quadrant) = Quarter(x);
        return ByQuadrant(r, quadrant + 1);
    }

    /// <summary>tan(x); NaN at infinities.</summary>
    public static float Tan(float x)
    {
        var (r, quadrant) = Quarter(x);
        var (s, c) = (SinReduced(r), CosReduced(r));
        var isOdd = (quadrant & 1) != 0;
        return (isOdd ? -c : s) / (isOdd ? s : c);
    }

    /// <summary>
    /// x + x z P(z) with z = x^2 below 1/2; from there pi/2 - 2 asin(sqrt((1 - |x|) / 2)). NaN outside [-1, 1].
    /// </summary>
    public static float Asin(float x)
    {
        var a = Abs(x);
        var z = a > 0.5f ? Fma(-0.5f, a, 0.5f) : x * x;
        var s = a > 0.5f ? MathF.Sqrt(z) : a;
        s = Fma(s * z, AsinReduced(z), s);
        return CopySign(a > 0.5f ? HalfPi - Fma(2f, s, -HalfPiLow) : s, x);
    }

    /// <summary>pi/2 - asin(x) below 1/2; from there by the same root as <see cref="Asin"/>. NaN outside [-1, 1].</summary>
    public static float Acos(float x)
    {
        var a = Abs(x);
        var z = a > 0.5f ? Fma(-0.5f, a, 0.5f) : x * x;
        var s = a > 0.5f ? MathF.Sqrt(z) : x;
        var correction = s * z * AsinReduced(z);
        var middle = HalfPi - (s - (HalfPiLow - correction));
        var end = 2f * (s + correction);
        end = x < 0f ? 2f * HalfPi - (end - 2f * HalfPiLow) : end;
        return a > 0.5f ? end : middle;
    }

    /// <summary>atan(x), from 1 on as pi/2 - atan(1 / |x|).</summary>
    public static float Atan(float x)
    {
        var a = Abs(x);
        var r = AtanReduced(a > 1f ? 1f / a : a);
        return CopySign(a > 1f ? HalfPi - (r - HalfPiLow) : r, x);
    }

    /// <summary>The angle of the point (x, y), from -pi to pi, with C's values at zeros and infinities.</summary>
    public static float Atan2(float y, float x)
    {
        var (a, b) = (Abs(y), Abs(x));
        var (small, large) = (Min(a, b), Max(a, b));
        var ratio = small == large ? (large == 0f ? 0f : 1f) : small / large;
        var r = AtanReduced(IsNaN(large) ? large : ratio);
        r = a > b ? HalfPi - (r - HalfPiLow) : r;
        r = CopySign(1f, x) < 0f ? 2f * HalfPi - (r - 2f * HalfPiLow) : r;
        return CopySign(r, y);
    }

    private static float ByQuadrant(float r, int quadrant)
    {
        var value = (quadrant & 1) == 0 ? SinReduced(r) : CosReduced(r);
        return (quadrant & 2) == 0 ? value : -value;
    }

    /// <summary>r + r^3 P(r^2) for |r| up to pi/4.</summary>
    private static float SinReduced(float r)
    {
        var z = r * r;
        var p = 2.83269e-06f;
        p = Fma(p, z, -0.0001985307f);
        p = Fma(p, z, 0.008333379f);
        p = Fma(p, z, -0.16666667f);
        return Fma(r * z, p, r);
    }

    /// <summary>1 - r^2 / 2 + r^4 Q(r^2) for |r| up to pi/4.</summary>
    private static float CosReduced(float r)
    {
        var z = r * r;
        var q = 2.4432564e-05f;
        q = Fma(q, z, -0.0013887311f);
        q = Fma(q, z, 0.041666646f);
        var head = Fma(-0.5f, z, 1f);

        // What rounding the head has lost is exact here.
        return head + Fma(z * z, q, Fma(-0.5f, z, 1f - head));
    }

    /// <summary>(asin(s) - s) / s^3 for z = s^2 up to 1/4.</summary>
    private static float AsinReduced(float z)
    {
        var p = 0.037613496f;
        p = Fma(p, z, 0.014364815f);
        p = Fma(p, z, 0.031828694f);
        p = Fma(p, z, 0.044514235f);
        p = Fma(p, z, 0.075005196f);
        return Fma(p, z, 0.1666666f);
    }

    /// <summary>atan(a) for a in [0, 1].</summary>
    private static float AtanReduced(float a)
    {
        var z = a * a;
        var p = -0.0017877022f;
        p = Fma(p, z, 0.0108881565f);
        p = Fma(p, z, -0.031128582f);
        p = Fma(p, z, 0.057908095f);
        p = Fma(p, z, -0.084005535f);
        p = Fma(p, z, 0.109511934f);
        p = Fma(p, z, -0.14264053f);
        p = Fma(p, z, 0.19998531f);
        p = Fma(p, z, -0.333333f);
        return Fma(a * z, p, a);
    }

    /// <summary>
    /// x = n pi/2 + r with |r| up to pi/4 (and a rounding), n modulo 4. Up to 2^18 by three fused steps (Cody and Waite):
    /// the first is exact, as r's last place is then not below x's. Beyond by multiplying the mantissa with those bits
    /// of 2/pi that count (Payne and Hanek).
    /// </summary>
    private static (float R, int Quadrant) Quarter(float x)
    {
        if (Abs(x) > 262144f)
            return QuarterOfLarge(x);

        var shifted = Fma(x, 0.63661975f, RoundToInteger);
        var n = shifted - RoundToInteger;
        var r = Fma(n, -HalfPiLowest, Fma(n, -HalfPiLow, Fma(n, -HalfPi, x)));
        return (r, (int)Interop.FloatAsInt(shifted) - RoundToIntegerBits);
    }

    /// <summary><see cref="Quarter"/> for |x| of 2^18 and more; NaN for infinities and NaN.</summary>
    private static (float R, int Quadrant) QuarterOfLarge(float x)
    {
        var bits = Interop.FloatAsInt(x);
        var mantissa = (bits & 0x007FFFFFu) | 0x00800000u;

        // |x| = mantissa * 2^scale. Bits of 2/pi that count 2^(2 - scale) and more give multiples of 4 quarters: the 96
        // from there on give the quarters modulo 4 in units of 2^-94, of which the upper 64 bits are kept.
        var first = (int)((bits >> 23) & 0xFFu) - 120;
        var (word, shift) = (first >> 5, first & 31);
        var product = ((ulong)(mantissa * Window(word, shift)) << 32)
            + (ulong)mantissa * Window(word + 1, shift)
            + (((ulong)mantissa * Window(word + 2, shift)) >> 32);

        var quadrant = (int)((product + 0x2000000000000000UL) >> 62);
        var fraction = (long)(product << 2);
        var high = (float)(int)(fraction >> 32) * 2.32830644e-10f;
        var low = (float)(int)((uint)fraction >> 1) * 1.08420217e-19f;
        var quarters = high + low;
        var r = Fma(quarters, HalfPi, quarters * HalfPiLow);
        r = (bits & 0x7F800000u) == 0x7F800000u ? float.NaN : r;
        return (bits >> 31) == 0u ? (r, quadrant) : (-r, -quadrant);
    }

    /// <summary>32 bits of 2/pi, with 32 zeros before its point, from bit 32 word + shift on.</summary>
    private static uint Window(int word, int shift)
    {
        var pair = ((ulong)TwoOverPi(word) << 32) | TwoOverPi(word + 1);
        return (uint)(pair >> (32 - shift));
    }

    private static uint TwoOverPi(int word)
    {
        var bits = word == 0 ? 0u : 0xA2F9836Eu;
        bits = word == 2 ? 0x4E441529u : bits;
        bits = word == 3 ? 0xFC2757D1u : bits;
        bits = word == 4 ? 0xF534DDC0u : bits;
        bits = word == 5 ? 0xDB629599u : bits;
        bits = word == 6 ? 0x3C439041u : bits;
        return word == 7 ? 0xFE5163ABu : bits;
    }
}
