namespace ILGPU.Algorithms.RadixSortOperations;

/// <summary>
/// Unsigned keys that order as the values do. A sign bit is turned over; of a negative floating-point number, all bits,
/// so that -0 comes before 0 and each NaN lies beyond the infinity of its sign.
/// </summary>
internal static class RadixKeys
{
    public static uint Of(byte value) => value;

    public static uint Of(ushort value) => value;

    public static uint Of(uint value) => value;

    public static ulong Of(ulong value) => value;

    public static uint Of(sbyte value) => (uint)value ^ 0x80u;

    public static uint Of(short value) => (uint)value ^ 0x8000u;

    public static uint Of(int value) => (uint)value ^ 0x8000_0000u;

    public static ulong Of(long value) => (ulong)value ^ 0x8000_0000_0000_0000ul;

    public static uint Of(Half value)
    {
        uint bits = Interop.FloatAsInt(value);
        return (bits & 0x8000u) != 0 ? ~bits : bits | 0x8000u;
    }

    public static uint Of(float value)
    {
        var bits = Interop.FloatAsInt(value);
        return (bits & 0x8000_0000u) != 0 ? ~bits : bits | 0x8000_0000u;
    }

    public static ulong Of(double value)
    {
        var bits = Interop.FloatAsInt(value);
        return (bits & 0x8000_0000_0000_0000ul) != 0 ? ~bits : bits | 0x8000_0000_0000_0000ul;
    }
}
