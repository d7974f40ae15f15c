namespace GpuNet.TestKit;

/// <summary>Inputs for tests: seeded, so that a failure can be repeated.</summary>
public static class Samples
{
    /// <summary>The values at which float code goes wrong.</summary>
    public static readonly float[] Edges =
    [
        0f, -0f, 1f, -1f, 0.5f, -0.5f, float.Epsilon, -float.Epsilon, 1.17549435e-38f, float.MaxValue, float.MinValue,
        float.PositiveInfinity, float.NegativeInfinity, float.NaN, 1e-20f, -1e-20f, 1e20f, -1e20f, 88.7f, -88.7f, 104f,
        -104f,
    ];

    /// <summary>Uniform numbers.</summary>
    public static float[] Uniform(int count, int seed, double low = -2, double high = 2)
    {
        var random = new Random(seed);
        var values = new float[count];
        for (var i = 0; i < count; i++) values[i] = (float)(low + (high - low) * random.NextDouble());
        return values;
    }

    /// <summary>Uniform numbers in double precision.</summary>
    public static double[] UniformDoubles(int count, int seed, double low = -2, double high = 2)
    {
        var random = new Random(seed);
        var values = new double[count];
        for (var i = 0; i < count; i++) values[i] = low + (high - low) * random.NextDouble();
        return values;
    }

    /// <summary>Labels in [0, classes).</summary>
    public static int[] Labels(int count, int classes, int seed)
    {
        var random = new Random(seed);
        var values = new int[count];
        for (var i = 0; i < count; i++) values[i] = random.Next(classes);
        return values;
    }

    /// <summary>The same numbers in double precision, for references.</summary>
    public static double[] Widen(ReadOnlySpan<float> values)
    {
        var widened = new double[values.Length];
        for (var i = 0; i < values.Length; i++) widened[i] = values[i];
        return widened;
    }
}
