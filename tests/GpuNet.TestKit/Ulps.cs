using Xunit;

namespace GpuNet.TestKit;

/// <summary>
/// Distances between floats in units in the last place, and the comparisons that tests make with them.
/// </summary>
public static class Ulps
{
    /// <summary>The size of the last place of the float nearest to <paramref name="value"/>.</summary>
    public static double Of(double value)
    {
        var magnitude = MathF.Abs((float)value);
        if (float.IsInfinity(magnitude)) magnitude = float.MaxValue;
        return magnitude < float.MaxValue
            ? (double)MathF.BitIncrement(magnitude) - magnitude
            : (double)magnitude - MathF.BitDecrement(magnitude);
    }

    /// <summary>
    /// How far <paramref name="actual"/> is from the real number <paramref name="expected"/>, in its last places.
    /// </summary>
    public static double Distance(double expected, float actual)
    {
        if (double.IsNaN(expected) || float.IsNaN(actual))
            return double.IsNaN(expected) && float.IsNaN(actual) ? 0 : double.PositiveInfinity;
        if ((float)expected == actual) return 0;
        if (float.IsInfinity(actual) || double.IsInfinity(expected)) return double.PositiveInfinity;
        return Math.Abs(expected - actual) / Of(expected);
    }

    /// <summary>Each element lies within <paramref name="ulps"/> last places of its reference.</summary>
    public static void AssertWithin(double ulps, ReadOnlySpan<double> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var distance = Distance(expected[i], actual[i]);
            if (!(distance <= ulps))
                Assert.Fail($"[{i}]: expected {expected[i]:R}, got {actual[i]:R}, "
                    + $"{distance:G3} ulps away (allowed {ulps}).");
        }
    }
}
