namespace ILGPU;

public static partial class IntrinsicMath
{
    public static class BitOperations
    {
        public static int PopCount(int value) => System.Numerics.BitOperations.PopCount((uint)value);

        public static int PopCount(uint value) => System.Numerics.BitOperations.PopCount(value);

        public static int PopCount(long value) => System.Numerics.BitOperations.PopCount((ulong)value);

        public static int PopCount(ulong value) => System.Numerics.BitOperations.PopCount(value);

        public static int LeadingZeroCount(int value) => System.Numerics.BitOperations.LeadingZeroCount((uint)value);

        public static int LeadingZeroCount(uint value) => System.Numerics.BitOperations.LeadingZeroCount(value);

        public static int LeadingZeroCount(long value) => System.Numerics.BitOperations.LeadingZeroCount((ulong)value);

        public static int LeadingZeroCount(ulong value) => System.Numerics.BitOperations.LeadingZeroCount(value);

        public static int TrailingZeroCount(int value) => System.Numerics.BitOperations.TrailingZeroCount(value);

        public static int TrailingZeroCount(uint value) => System.Numerics.BitOperations.TrailingZeroCount(value);

        public static int TrailingZeroCount(long value) => System.Numerics.BitOperations.TrailingZeroCount(value);

        public static int TrailingZeroCount(ulong value) => System.Numerics.BitOperations.TrailingZeroCount(value);
    }
}
