using Xunit;

namespace GpuNet.TestKit;

/// <summary>
/// Comparisons with a bound on the error, for sums, whose error grows with what is summed and not with the result.
/// </summary>
public static class Near
{
    /// <summary>
    /// |actual - expected| is at most absolute + relative * |expected|, for each element; NaN and infinities have to be
    /// equal.
    /// </summary>
    public static void AssertWithin(
        double relative, double absolute, ReadOnlySpan<double> expected, ReadOnlySpan<float> actual)
    {
        var widened = new double[actual.Length];
        for (var i = 0; i < actual.Length; i++) widened[i] = actual[i];
        AssertWithin(relative, absolute, expected, widened);
    }

    /// <summary>
    /// |actual - expected| is at most absolute + relative * |expected|, for each element; NaN and infinities have to be
    /// equal.
    /// </summary>
    public static void AssertWithin(
        double relative, double absolute, ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            if (expected[i].Equals(actual[i])) continue;
            var error = Math.Abs(expected[i] - actual[i]);
            if (!double.IsFinite(expected[i]) || !(error <= absolute + relative * Math.Abs(expected[i])))
                Assert.Fail($"[{i}]: expected {expected[i]:R}, got {actual[i]:R}, off by {error:G3} "
                    + $"(allowed {relative:G3} relative + {absolute:G3}).");
        }
    }
}
