using ILGPU;

namespace GpuNet.Kernels;

/// <content>Rounding and remainders; all of it exact.</content>
public readonly partial struct PortableMath
{
    /// <summary>The nearest integer, of two the even one; keeps the sign of zero.</summary>
    public static float RoundToEven(float x)
    {
        var a = Abs(x);
        return a < 8388608f ? CopySign(a + 8388608f - 8388608f, x) : x;
    }

    /// <summary>
    /// The remainder of the division truncated towards 0, with the sign of a. NaN where a is infinite or b is 0.
    /// </summary>
    public static float Fmod(float a, float b)
    {
        var quotient = Abs(a) / Abs(b);
        if (!(quotient < 8388608f))
            return FmodOfDigits(a, b);

        // A multiple of the operands' last digit that is below b is a float: nothing is rounded here.
        var rest = Fma(-RoundToEven(quotient), Abs(b), Abs(a));
        return CopySign(rest < 0f ? rest + Abs(b) : rest, a);
    }

    /// <summary>The same for any floats: long division of the mantissas, 32 bits at a time.</summary>
    private static float FmodOfDigits(float a, float b)
    {
        var (x, y) = (Interop.FloatAsInt(a) & 0x7FFFFFFFu, Interop.FloatAsInt(b) & 0x7FFFFFFFu);
        if (x >= 0x7F800000u | y > 0x7F800000u | y == 0u)
            return float.NaN;
        if (x < y)
            return a;

        // Denormals count as mantissas without their leading one and with the exponent 1.
        var (exponentX, exponentY) = (x < 0x00800000u ? 1 : (int)(x >> 23), y < 0x00800000u ? 1 : (int)(y >> 23));
        ulong remainder = (x & 0x007FFFFFu) | (x < 0x00800000u ? 0u : 0x00800000u);
        ulong divisor = (y & 0x007FFFFFu) | (y < 0x00800000u ? 0u : 0x00800000u);
        remainder %= divisor;
        for (var digits = exponentX - exponentY; digits > 0; digits -= 32)
            remainder = (remainder << (digits < 32 ? digits : 32)) % divisor;

        // The remainder has at most 24 bits: as a float it is exact, and so is its product with the power of b's place.
        var place = exponentY - 150;
        var half = place < -126 ? -126 : place;
        var power = PowerOfTwo((uint)(half + ExponentBias));
        return CopySign((float)(int)remainder * power * PowerOfTwo((uint)(place - half + ExponentBias)), a);
    }
}
