namespace GpuNet.Engine.Tests.Frontend;

/// <summary>Values at which arithmetic and conversions go wrong, and all pairs of them.</summary>
internal static class EdgeValues
{
    public static readonly int[] Int32 =
    [
        0, 1, -1, 2, 3, -7, 31, 32, 33, 127, 128, -128, 255, 256, 32767, 32768, 65535, 65536, 1 << 24,
        int.MaxValue, int.MinValue, int.MaxValue - 1, 123456789,
    ];

    public static readonly uint[] UInt32 = Array.ConvertAll(Int32, value => (uint)value);

    public static readonly long[] Int64 =
    [
        0, 1, -1, 2, -7, 63, 64, 255, 65536, int.MaxValue, int.MinValue, uint.MaxValue, 1L << 53, (1L << 53) + 1,
        (1L << 62) + (1L << 38) + 1, long.MaxValue, long.MinValue, -(1L << 40), 1234567890123456789,
    ];

    public static readonly ulong[] UInt64 = Array.ConvertAll(Int64, value => (ulong)value);

    public static readonly float[] Single =
    [
        0f, -0f, 1f, -1f, 0.5f, -0.5f, 1.5f, 2.5f, -2.5f, 3.7f, 127.9f, 128f, 255.5f, 256f, -129f, 32768f, 70000f,
        -70000f, 16777217f, 2147483648f, -2147483648f, 4294967296f, 3e9f, 1e10f, -1e10f, 9.3e18f, 1.9e19f, -1e19f,
        float.MaxValue, float.MinValue, float.Epsilon, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0.1f,
    ];

    public static readonly double[] Double =
    [
        .. Array.ConvertAll(Single, value => (double)value),
        1e300, -1e300, 0.1, 1 / 3.0, 2147483647.5, -2147483648.5, 9007199254740993.0,
    ];

    public static (T[] First, T[] Second) Pairs<T>(T[] values)
    {
        var pairs = values.SelectMany(first => values, (first, second) => (first, second)).ToArray();
        return (Array.ConvertAll(pairs, pair => pair.first), Array.ConvertAll(pairs, pair => pair.second));
    }
}
