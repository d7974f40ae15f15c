namespace GpuNet.Kernels.Tests;

/// <summary>Errors in units in the last place of float.</summary>
internal static class Ulps
{
    private static readonly double OverflowThreshold = float.MaxValue + Math.ScaleB(1, 103);

    /// <summary>
    /// How far <paramref name="actual"/> is from the exact value, in units of the spacing of floats there; 0 where both
    /// are NaN or the same infinity, infinite where only one is.
    /// </summary>
    internal static double Error(float actual, double expected)
    {
        if (double.IsNaN(expected) || float.IsNaN(actual))
            return double.IsNaN(expected) && float.IsNaN(actual) ? 0 : double.PositiveInfinity;
        if (Math.Abs(expected) >= OverflowThreshold)
        {
            // Rounds to infinity; the largest float is one unit away.
            return actual == (float)expected ? 0 :
                actual == Math.CopySign(float.MaxValue, expected) ? 1 : double.PositiveInfinity;
        }

        if (float.IsInfinity(actual))
            return expected >= float.MaxValue * (1 - 1e-7) ? 1 : double.PositiveInfinity;
        return Math.Abs(actual - expected) / Spacing(expected);
    }

    /// <summary>The distance of neighbouring floats around x.</summary>
    internal static double Spacing(double x)
    {
        var exponent = x == 0 ? -126 : Math.Max(Math.ILogB(x), -126);
        return Math.ScaleB(1, exponent - 23);
    }
}
