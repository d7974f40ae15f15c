namespace ILGPU;

public static partial class IntrinsicMath
{
    public static int DivRoundDown(int numerator, int denominator) => numerator / denominator;

    public static long DivRoundDown(long numerator, long denominator) => numerator / denominator;

    public static int DivRoundUp(int numerator, int denominator) =>
        numerator / denominator + (numerator % denominator > 0 ? 1 : 0);

    public static long DivRoundUp(long numerator, long denominator) =>
        numerator / denominator + (numerator % denominator > 0 ? 1 : 0);

    public static IntegerParts Decompose(long value) => new((ulong)value);

    public static IntegerParts Decompose(ulong value) => new(value);

    public static ulong ComposeULong(IntegerParts parts) => parts.ToULong();

    public static long ComposeLong(IntegerParts parts) => (long)parts.ToULong();

    public struct IntegerParts
    {
        public IntegerParts(ulong value)
            : this((uint)value, (uint)(value >> 32))
        {
        }

        public IntegerParts(uint lower, uint upper)
        {
            Lower = lower;
            Upper = upper;
        }

        public uint Lower { get; set; }

        public uint Upper { get; set; }

        public ulong ToULong() => (ulong)Upper << 32 | Lower;
    }
}
