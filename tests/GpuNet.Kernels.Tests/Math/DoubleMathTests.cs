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
            var actual = Function(fields[0])(x);
            Assert.True(Math.Abs(actual - expected) <= 2e-15 * Math.Abs(expected), $"{line}: {actual:R}");
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
        foreach (var name in (string[])["erf", "expm1", "log1p", "tanh", "sigmoid"])
            Assert.True(double.IsNaN(Function(name)(double.NaN)), name);
    }

    private static Func<double, double> Function(string name) => name switch
    {
        "erf" => DoubleMath.Erf,
        "expm1" => DoubleMath.Expm1,
        "log1p" => DoubleMath.Log1p,
        "tanh" => DoubleMath.Tanh,
        "sigmoid" => DoubleMath.Sigmoid,
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
