using System.Globalization;

namespace GpuNet.Kernels.Tests;

/// <summary>DoubleMath against values from mpmath (double_math.py, 200 bits), and at its edges.</summary>
public class DoubleMathTests
{
    [Fact]
    public void Functions_agree_with_mpmath()
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Math", "double_math.csv"));
        Assert.True(lines.Length > 100);
        foreach (var line in lines.Skip(1))
        {
            var fields = line.Split(',');
            var x = double.Parse(fields[1], CultureInfo.InvariantCulture);
            var expected = double.Parse(fields[2], CultureInfo.InvariantCulture);
            AssertClose(expected, Function(fields[0])(x), Tolerance(fields[0], x, 2e-15), line);
            if (Reference(fields[0]) is { } reference)
                AssertClose(expected, reference(x), Tolerance(fields[0], x, 1e-14), "reference of " + line);
        }
    }

    [Fact]
    public void Edges()
    {
        Assert.Equal(double.PositiveInfinity, DoubleMath.Expm1(double.PositiveInfinity));
        Assert.Equal(-1, DoubleMath.Expm1(double.NegativeInfinity));
        Assert.Equal(double.PositiveInfinity, DoubleMath.Log1p(double.PositiveInfinity));
        Assert.Equal(double.NegativeInfinity, DoubleMath.Log1p(-1));
        Assert.True(double.IsNaN(DoubleMath.Log1p(-1.5)));
        Assert.Equal(-1, DoubleMath.Tanh(double.NegativeInfinity));
        Assert.Equal(1, DoubleMath.Erf(double.PositiveInfinity));
        foreach (var name in (string[])["erf", "erfc", "normal_cdf", "expm1", "log1p", "tanh", "sigmoid"])
            Assert.True(double.IsNaN(Function(name)(double.NaN)), name);
    }

    private static Func<double, double> Function(string name) => name switch
    {
        "erf" => DoubleMath.Erf,
        "erfc" => DoubleMath.Erfc,
        "normal_cdf" => DoubleMath.NormalCdf,
        "expm1" => DoubleMath.Expm1,
        "log1p" => DoubleMath.Log1p,
        "tanh" => DoubleMath.Tanh,
        "sigmoid" => DoubleMath.Sigmoid,
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private static Func<double, double>? Reference(string name) => name switch
    {
        "erf" => ReferenceMath.Erf,
        "erfc" => ReferenceMath.Erfc,
        "normal_cdf" => ReferenceMath.NormalCdf,
        "expm1" => ReferenceMath.Expm1,
        "log1p" => ReferenceMath.Log1p,
        _ => null,
    };

    /// <summary>In the tails of the normal distribution the rounding of x^2 counts, and of x / sqrt(2).</summary>
    private static double Tolerance(string name, double x, double usual) =>
        name is "erfc" or "normal_cdf" ? usual + 1e-15 + 3e-16 * x * x : usual;

    private static void AssertClose(double expected, double actual, double tolerance, string what) =>
        Assert.True(Math.Abs(actual - expected) <= tolerance * Math.Abs(expected), $"{what}: {actual:R}");
}
