namespace GpuNet.Kernels.Tests;

/// <summary>Seeded numbers for kernel tests.</summary>
internal static class SampleData
{
    /// <summary>Uniform floats in [low, high).</summary>
    public static float[] Floats(int seed, int length, float low = -1, float high = 1)
    {
        var random = new Random(seed);
        var values = new float[length];
        for (var i = 0; i < length; i++)
            values[i] = low + (high - low) * random.NextSingle();
        return values;
    }

    /// <summary>Uniform integers in [0, limit).</summary>
    public static int[] Integers(int seed, int length, int limit)
    {
        var random = new Random(seed);
        var values = new int[length];
        for (var i = 0; i < length; i++)
            values[i] = random.Next(limit);
        return values;
    }

    /// <summary>
    /// Asserts equality within a relative or absolute tolerance, naming the first element that is off.
    /// </summary>
    public static void AssertClose(IReadOnlyList<double> expected, IReadOnlyList<float> actual, double tolerance)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            if (!(Math.Abs(actual[i] - expected[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i]))))
                Assert.Fail($"element {i}: {actual[i]:R} instead of {expected[i]:R}");
        }
    }

    /// <summary>Asserts that two arrays hold the same bits.</summary>
    public static void AssertSameBits(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            if (!SameBits(expected[i], actual[i]))
                Assert.Fail($"element {i}: {actual[i]:R} instead of {expected[i]:R}");
        }
    }

    private static bool SameBits(float a, float b) =>
        BitConverter.SingleToInt32Bits(a) == BitConverter.SingleToInt32Bits(b);
}
