namespace ILGPU.Algorithms;

public static partial class XMath
{
    public static int PopCount(int value) => IntrinsicMath.PopCount(value);

    public static int PopCount(uint value) => IntrinsicMath.PopCount(value);

    public static int PopCount(long value) => IntrinsicMath.PopCount(value);

    public static int PopCount(ulong value) => IntrinsicMath.PopCount(value);

    public static int LeadingZeroCount(int value) => IntrinsicMath.LeadingZeroCount(value);

    public static int LeadingZeroCount(uint value) => IntrinsicMath.LeadingZeroCount(value);

    public static int LeadingZeroCount(long value) => IntrinsicMath.LeadingZeroCount(value);

    public static int LeadingZeroCount(ulong value) => IntrinsicMath.LeadingZeroCount(value);

    public static int TrailingZeroCount(int value) => IntrinsicMath.TrailingZeroCount(value);

    public static int TrailingZeroCount(uint value) => IntrinsicMath.TrailingZeroCount(value);

    public static int TrailingZeroCount(long value) => IntrinsicMath.TrailingZeroCount(value);

    public static int TrailingZeroCount(ulong value) => IntrinsicMath.TrailingZeroCount(value);

    public static int DivRoundDown(int numerator, int denominator) =>
        IntrinsicMath.DivRoundDown(numerator, denominator);

    public static int DivRoundUp(int numerator, int denominator) =>
        IntrinsicMath.DivRoundUp(numerator, denominator);

    public static long DivRoundDown(long numerator, long denominator) =>
        IntrinsicMath.DivRoundDown(numerator, denominator);

    public static long DivRoundUp(long numerator, long denominator) =>
        IntrinsicMath.DivRoundUp(numerator, denominator);

    public static IntrinsicMath.IntegerParts Decompose(long value) => IntrinsicMath.Decompose(value);

    public static IntrinsicMath.IntegerParts Decompose(ulong value) => IntrinsicMath.Decompose(value);

    public static ulong ComposeULong(IntrinsicMath.IntegerParts parts) => IntrinsicMath.ComposeULong(parts);

    public static long ComposeLong(IntrinsicMath.IntegerParts parts) => IntrinsicMath.ComposeLong(parts);
}
