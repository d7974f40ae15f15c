namespace ILGPU.Algorithms;

public static partial class XMath
{
    public static double Floor(double value) => Math.Floor(value);

    public static double Ceiling(double value) => Math.Ceiling(value);

    public static double Truncate(double value) => Math.Truncate(value);

    public static double RoundToEven(double value) => Math.Round(value);

    public static double RoundAwayFromZero(double value)
    {
        var whole = Math.Truncate(value);
        return Math.Abs(value - whole) >= 0.5 ? whole + Math.CopySign(1, value) : whole;
    }

    public static double Round(double value) => RoundToEven(value);

    public static double Round(double value, int digits) => Round(value, digits, MidpointRounding.ToEven);

    public static double Round(double value, MidpointRounding mode)
    {
        if (mode == MidpointRounding.AwayFromZero)
            return RoundAwayFromZero(value);
        if (mode == MidpointRounding.ToZero)
            return Truncate(value);
        if (mode == MidpointRounding.ToNegativeInfinity)
            return Floor(value);
        return mode == MidpointRounding.ToPositiveInfinity ? Ceiling(value) : RoundToEven(value);
    }

    public static double Round(double value, int digits, MidpointRounding mode)
    {
        // Beyond this limit the last place is worth more than any digit asked for.
        if (!(Math.Abs(value) < 1e16))
            return value;
        double scale = 1;
        for (var digit = 0; digit < digits; ++digit)
            scale *= 10;
        return Round(value * scale, mode) / scale;
    }

    public static double IEEERemainder(double x, double y)
    {
        var remainder = x % y;
        if (double.IsNaN(remainder))
            return remainder;
        if (remainder == 0)
            return Math.CopySign(0, x);
        var other = remainder - Math.CopySign(y, x);
        var difference = Math.Abs(other) - Math.Abs(remainder);
        if (difference != 0)
            return difference < 0 ? other : remainder;
        // Halfway between two multiples: the even one counts.
        var quotient = x / y;
        return Math.Abs(RoundToEven(quotient)) > Math.Abs(quotient) ? other : remainder;
    }

    public static float Floor(float value) => MathF.Floor(value);

    public static float Ceiling(float value) => MathF.Ceiling(value);

    public static float Truncate(float value) => MathF.Truncate(value);

    public static float RoundToEven(float value) => MathF.Round(value);

    public static float RoundAwayFromZero(float value)
    {
        var whole = MathF.Truncate(value);
        return MathF.Abs(value - whole) >= 0.5f ? whole + MathF.CopySign(1, value) : whole;
    }

    public static float Round(float value) => RoundToEven(value);

    public static float Round(float value, int digits) => Round(value, digits, MidpointRounding.ToEven);

    public static float Round(float value, MidpointRounding mode)
    {
        if (mode == MidpointRounding.AwayFromZero)
            return RoundAwayFromZero(value);
        if (mode == MidpointRounding.ToZero)
            return Truncate(value);
        if (mode == MidpointRounding.ToNegativeInfinity)
            return Floor(value);
        return mode == MidpointRounding.ToPositiveInfinity ? Ceiling(value) : RoundToEven(value);
    }

    public static float Round(float value, int digits, MidpointRounding mode)
    {
        // Beyond this limit the last place is worth more than any digit asked for.
        if (!(MathF.Abs(value) < 1e8f))
            return value;
        float scale = 1;
        for (var digit = 0; digit < digits; ++digit)
            scale *= 10;
        return Round(value * scale, mode) / scale;
    }

    public static float IEEERemainder(float x, float y)
    {
        var remainder = x % y;
        if (float.IsNaN(remainder))
            return remainder;
        if (remainder == 0)
            return MathF.CopySign(0, x);
        var other = remainder - MathF.CopySign(y, x);
        var difference = MathF.Abs(other) - MathF.Abs(remainder);
        if (difference != 0)
            return difference < 0 ? other : remainder;
        // Halfway between two multiples: the even one counts.
        var quotient = x / y;
        return MathF.Abs(RoundToEven(quotient)) > MathF.Abs(quotient) ? other : remainder;
    }
}
