namespace ILGPU;

public readonly partial struct Half
{
    // Bit patterns of a float: 2^-14 (the smallest normal half), 2^16 (beyond the largest half), infinity,
    // and the difference of the two exponent biases.
    private const uint FloatSmallestNormal = 0x38800000;
    private const uint FloatOverflow = 0x47800000;
    private const uint FloatInfinity = 0x7F800000;
    private const uint FloatBias = 0x38000000;

    // The same of a double.
    private const ulong DoubleSmallestNormal = 0x3F10000000000000;
    private const ulong DoubleOverflow = 0x40F0000000000000;
    private const ulong DoubleInfinity = 0x7FF0000000000000;
    private const ulong DoubleBias = 0x3F00000000000000;

    // The value of a subnormal half's last bit is 2^-24.
    private const float SubnormalUnit = 5.9604645e-8f;

    public static implicit operator float(Half halfValue)
    {
        var sign = (uint)(halfValue.RawValue & SignMask) << 16;
        var magnitude = (uint)(halfValue.RawValue & MagnitudeMask);
        var bits = magnitude << 13;
        if (magnitude >= PositiveInfinityBits)
            bits |= FloatInfinity;
        else if (magnitude >= 0x0400)
            bits += FloatBias;
        else
            bits = Interop.FloatAsInt((int)magnitude * SubnormalUnit);
        return Interop.IntAsFloat(sign | bits);
    }

    public static implicit operator double(Half halfValue) => (float)halfValue;

    // Round to nearest even: adding just under half a unit, plus the last kept bit, carries exactly where it should.
    // A subnormal's unit is the unit of a float near 0.5, so the float addition does its rounding.
    public static explicit operator Half(float floatValue)
    {
        var bits = Interop.FloatAsInt(floatValue);
        var sign = bits >> 16 & SignMask;
        var magnitude = bits & 0x7FFFFFFF;
        uint rounded;
        if (magnitude > FloatInfinity)
            rounded = 0x7E00 | magnitude >> 13 & 0x03FF;
        else if (magnitude >= FloatOverflow)
            rounded = PositiveInfinityBits;
        else if (magnitude >= FloatSmallestNormal)
            rounded = magnitude - FloatBias + 0x0FFF + (magnitude >> 13 & 1) >> 13;
        else
            rounded = Interop.FloatAsInt(Interop.IntAsFloat(magnitude) + 0.5f) - 0x3F000000;
        return new Half((ushort)(sign | rounded));
    }

    // As from float; here a subnormal's unit is the unit of a double near 2^28.
    public static explicit operator Half(double doubleValue)
    {
        var bits = Interop.FloatAsInt(doubleValue);
        var sign = bits >> 48 & SignMask;
        var magnitude = bits & 0x7FFFFFFFFFFFFFFF;
        ulong rounded;
        if (magnitude > DoubleInfinity)
            rounded = 0x7E00 | magnitude >> 42 & 0x03FF;
        else if (magnitude >= DoubleOverflow)
            rounded = PositiveInfinityBits;
        else if (magnitude >= DoubleSmallestNormal)
            rounded = magnitude - DoubleBias + 0x1FFFFFFFFFF + (magnitude >> 42 & 1) >> 42;
        else
            rounded = Interop.FloatAsInt(Interop.IntAsFloat(magnitude) + 268435456.0) - 0x41B0000000000000;
        return new Half((ushort)(sign | rounded));
    }

    public static explicit operator sbyte(Half halfValue) => (sbyte)(float)halfValue;

    public static explicit operator Half(sbyte sbyteValue) => (Half)(float)sbyteValue;

    public static explicit operator short(Half halfValue) => (short)(float)halfValue;

    public static explicit operator Half(short shortValue) => (Half)(float)shortValue;

    public static explicit operator int(Half halfValue) => (int)(float)halfValue;

    public static explicit operator Half(int intValue) => (Half)(float)intValue;

    public static explicit operator long(Half halfValue) => (long)(float)halfValue;

    public static explicit operator Half(long longValue) => (Half)(float)longValue;

    public static explicit operator byte(Half halfValue) => (byte)(float)halfValue;

    public static explicit operator Half(byte byteValue) => (Half)(float)byteValue;

    public static explicit operator ushort(Half halfValue) => (ushort)(float)halfValue;

    public static explicit operator Half(ushort ushortValue) => (Half)(float)ushortValue;

    public static explicit operator uint(Half halfValue) => (uint)(float)halfValue;

    public static explicit operator Half(uint uintValue) => (Half)(float)uintValue;

    public static explicit operator ulong(Half halfValue) => (ulong)(float)halfValue;

    public static explicit operator Half(ulong ulongValue) => (Half)(float)ulongValue;
}
