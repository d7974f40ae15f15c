namespace GpuNet.Kernels;

/// <content>The error function and what comes from it.</content>
public readonly partial struct PortableMath
{
    /// <summary>x + x * P(x^2) below 1, from there 1 - e^-Q(|x|) with the sign of x.</summary>
    public static float Erf(float x)
    {
        // erf(3.92) rounds to 1 less at most one unit in the last place; larger inputs are taken for it.
        var a = Abs(x);
        a = a > 3.92f ? 3.92f : a;
        var q = -0.000186378995f; // [1, 3.92]
        q = Fma(q, a, 0.0029476562f);
        q = Fma(q, a, -0.0218380559f);
        q = Fma(q, a, 0.103106737f);
        q = Fma(q, a, 0.638144851f);
        q = Fma(q, a, 1.12708914f);
        q = Fma(q, a, 0.000341525883f);
        var large = CopySign(1f - ExpOfNegative(-q), x);

        return Abs(x) < 1f ? ErfNearZero(x) : large;
    }

    /// <summary>
    /// 2 Phi(-sqrt(2) |x|), or what it leaves of 2. What sqrt(2) |x| lost to rounding enters beside the exponent, by the slope of
    /// log m, which is z - phi(0) / m(z).
    /// </summary>
    public static float Erfc(float x)
    {
        var a = Abs(x);
        a = a > 11f ? 11f : a;
        var square = a * a;
        var z = 1.41421354f * a;
        var rest = Fma(2.42032337e-8f, a, Fma(1.41421354f, a, -z));
        var m = MillsRatio(z);
        var tail = ScaledExpOfNegative(2f * m, -square, Fma(rest, z - 0.3989423f / m, -Fma(a, a, -square)));
        return x < 0f ? 2f - tail : tail;
    }

    /// <summary>
    /// Phi(-a) = m(a) e^(-a^2 / 2), or what it leaves of 1, with the exponent to twice the digits, so that the far tail
    /// keeps its own.
    /// </summary>
    public static float NormalCdf(float x)
    {
        var a = Abs(x);
        a = a > 15f ? 15f : a;
        var tail = NormalTail(1f, a);
        return x < 0f ? tail : 1f - tail;
    }

    /// <summary>
    /// max(x, 0) - |x| Phi(-|x|), with the factor inside the tail, whose denormals it would coarsen. Below zero the
    /// first term is x * 0: a zero with the sign of x, and NaN at the infinity.
    /// </summary>
    public static float Gelu(float x)
    {
        var a = Abs(x);
        a = a > 15f ? 15f : a;
        return (x < 0f ? x * 0f : x) - NormalTail(a, a);
    }

    /// <summary>factor * Phi(-a) for a in [0, 15].</summary>
    private static float NormalTail(float factor, float a)
    {
        var square = a * a;
        return ScaledExpOfNegative(factor * MillsRatio(a), -0.5f * square, -0.5f * Fma(a, a, -square));
    }

    /// <summary>erf(x) = x + x * P(x^2) for |x| up to 1.</summary>
    private static float ErfNearZero(float x)
    {
        var square = x * x;
        var p = 7.85386073e-5f;
        p = Fma(p, square, -0.000801019371f);
        p = Fma(p, square, 0.00518832775f);
        p = Fma(p, square, -0.026853811f);
        p = Fma(p, square, 0.112835854f);
        p = Fma(p, square, -0.37612626f);
        p = Fma(p, square, 0.128379166f);
        return Fma(x, p, x);
    }

    /// <summary>
    /// m(a) = Phi(-a) e^(a^2 / 2) = P(t) / (a + 21/8) for a in [0, 15.6], t = (a - 3/2) / (a + 21/8), around
    /// which rounding costs least on both sides.
    /// </summary>
    private static float MillsRatio(float a)
    {
        var denominator = a + 2.625f;
        var t = (a - 1.5f) / denominator;
        var p = -0.0010793585f;
        p = Fma(p, t, -0.0006874911f);
        p = Fma(p, t, 0.00416715f);
        p = Fma(p, t, 0.0070468914f);
        p = Fma(p, t, -0.009680906f);
        p = Fma(p, t, -0.040810116f);
        p = Fma(p, t, 0.031748425f);
        p = Fma(p, t, 0.24654925f);
        p = Fma(p, t, -0.687177f);
        p = Fma(p, t, 0.84884524f);
        return p / denominator;
    }
}
