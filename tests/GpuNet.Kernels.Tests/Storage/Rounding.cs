namespace GpuNet.Kernels.Tests.Storage;

/// <summary>Rounding to short floats, in double precision and without bits.</summary>
internal static class Rounding
{
    /// <summary>The bits of the bfloat16 number next to a float.</summary>
    public static ushort ToBFloat16(float value)
    {
        if (float.IsNaN(value))
            return 0x7FC0;
        var nearest = Nearest(value, fractionBits: 7, leastExponent: -126, Math.Pow(2, 128));
        return (ushort)(BitConverter.SingleToUInt32Bits((float)nearest) >> 16);
    }

    /// <summary>The number with these bits: sign, eight bits of exponent, seven of fraction.</summary>
    public static double BFloat16Value(ushort bits)
    {
        var (sign, exponent, fraction) = ((bits & 0x8000) != 0 ? -1.0 : 1.0, bits >> 7 & 0xFF, bits & 0x7F);
        return exponent switch
        {
            0xFF => fraction == 0 ? sign * double.PositiveInfinity : double.NaN,
            0 => sign * fraction * Math.Pow(2, -133),
            _ => sign * (128 + fraction) * Math.Pow(2, exponent - 134),
        };
    }

    /// <summary>The TF32 number next to a float, of two the larger one in magnitude.</summary>
    public static float ToTensorFloat32(float value) =>
        (float)Nearest(value, fractionBits: 10, leastExponent: -126, Math.Pow(2, 128), MidpointRounding.AwayFromZero);

    /// <summary>The nearest multiple of the unit of the value's binade; infinite from a limit on.</summary>
    public static double Nearest(
        double value, int fractionBits, int leastExponent, double limit, MidpointRounding ties = MidpointRounding.ToEven)
    {
        if (!double.IsFinite(value) || value == 0)
            return value;
        var unit = Math.Pow(2, Math.Max(Math.ILogB(value), leastExponent) - fractionBits);
        var nearest = Math.Round(value / unit, ties) * unit;
        return Math.Abs(nearest) >= limit ? Math.CopySign(double.PositiveInfinity, value) : Math.CopySign(nearest, value);
    }
}
