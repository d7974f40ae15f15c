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

    /// <summary>1 - erf(x) near zero, beyond 0.46 2 Phi(-sqrt(2) |x|).</summary>
    public static float Erfc(float x)
    {
        var a = Abs(x);
        a = a > 11f ? 11f : a;
        var square = a * a;
        var tail = ScaledExp(2f * MillsRatio(1.41421354f * a), -square, -Fma(a, a, -square));
        var result = x < 0f ? 2f - tail : tail;
        return a < 0.46f ? 1f - ErfNearZero(x) : result;
    }

    /// <summary>
    /// (1 + erf(x / sqrt(2))) / 2 near zero; beyond 0.65 Phi(-a) = m(a) e^(-a^2 / 2), with the exponent to twice the
    /// digits, so that the far tail keeps its own.
    /// </summary>
    public static float NormalCdf(float x)
    {
        var a = Abs(x);
        a = a > 15f ? 15f : a;
        var tail = NormalTail(1f, a);
        var result = x < 0f ? tail : 1f - tail;
        return a < 0.65f ? NormalCdfNearZero(x) : result;
    }

    /// <summary>As <see cref="NormalCdf"/>, with the factor x inside the tail, whose denormals it would coarsen.</summary>
    public static float Gelu(float x)
    {
        var a = Abs(x);
        a = a > 15f ? 15f : a;
        var tail = NormalTail(a, a);
        var result = x < 0f ? -tail : x - tail;
        result = a < 0.65f ? x * NormalCdfNearZero(x) : result;
        return a == 15f ? x * (x < 0f ? 0f : 1f) : result;
    }

    private static float NormalCdfNearZero(float x) => Fma(0.5f, ErfNearZero(0.707106769f * x), 0.5f);

    /// <summary>factor * Phi(-a) for a in [0.65, 15].</summary>
    private static float NormalTail(float factor, float a)
    {
        var square = a * a;
        return ScaledExp(factor * MillsRatio(a), -0.5f * square, -0.5f * Fma(a, a, -square));
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
    /// m(a) = Phi(-a) e^(a^2 / 2) = P(t) / (a + 1.5) for a in [0.65, 16], t = (a - 1.5) / (a + 1.5): one division serves
    /// both, and its error in the quotient is made good.
    /// </summary>
    private static float MillsRatio(float a)
    {
        var denominator = a + 1.5f;
        var reciprocal = 1f / denominator;
        var t = (a - 1.5f) * reciprocal;
        var p = 0.00176743432f;
        p = Fma(p, t, -0.00200363719f);
        p = Fma(p, t, -0.00295964617f);
        p = Fma(p, t, -0.00208169496f);
        p = Fma(p, t, 0.00396873515f);
        p = Fma(p, t, 0.0176014702f);
        p = Fma(p, t, 0.0179006892f);
        p = Fma(p, t, -0.0574940778f);
        p = Fma(p, t, -0.19509959f);
        p = Fma(p, t, 0.617341993f);
        var quotient = p * reciprocal;
        return Fma(Fma(-quotient, denominator, p), reciprocal, quotient);
    }
}
