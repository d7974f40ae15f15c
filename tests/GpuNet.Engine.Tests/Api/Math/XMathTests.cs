using System.Reflection;
using ILGPU.Algorithms;

namespace GpuNet.Engine.Tests.Api.Math;

/// <summary>What XMath computes on the host, against System.Math.</summary>
public class XMathTests
{
    private static readonly double[] Values =
    [
        0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 3.5, 0.49999999999999994, 1e-5, -1e-5, 0.1, 2, 10, -10, 123.456, -123.456,
        1.005, 2.675, 1e15 + 0.5, 4503599627370497.5, 1e17, -1e17, double.Epsilon, double.MaxValue,
        double.PositiveInfinity, double.NegativeInfinity, double.NaN,
    ];

    private static readonly float[] FloatValues =
    [
        .. Values.Select(value => (float)value), 0.49999997f, 8388607.5f, 16777217f, 1.005f, 1e8f, -1e9f,
    ];

    public static TheoryData<string> SameAsSystem =>
    [
        "Abs", "Floor", "Ceiling", "Truncate", "Sqrt", "Sin", "Cos", "Tan", "Asin", "Acos", "Atan", "Sinh", "Cosh", "Tanh",
        "Exp", "Log", "Log10", "Log2", "Round",
    ];

    [Theory]
    [MemberData(nameof(SameAsSystem))]
    public void Unary_functions_are_those_of_System(string name)
    {
        var ours = Function<double>(typeof(XMath), name);
        var system = Function<double>(typeof(System.Math), name);
        Assert.All(Values, value => Assert.Equal(system(value), ours(value)));

        var oursFloat = Function<float>(typeof(XMath), name);
        var systemFloat = Function<float>(typeof(MathF), name);
        Assert.All(FloatValues, value => Assert.Equal(systemFloat(value), oursFloat(value)));
    }

    [Fact]
    public void Binary_functions_are_those_of_System()
    {
        foreach (var x in Values)
        {
            foreach (var y in Values)
            {
                Assert.Equal(System.Math.Min(x, y), XMath.Min(x, y));
                Assert.Equal(System.Math.Max(x, y), XMath.Max(x, y));
                Assert.Equal(System.Math.Pow(x, y), XMath.Pow(x, y));
                Assert.Equal(System.Math.Atan2(x, y), XMath.Atan2(x, y));
                Assert.Equal(System.Math.Log(x, y), XMath.Log(x, y));
                Assert.Equal(x % y, XMath.Rem(x, y));
                AssertSame(System.Math.IEEERemainder(x, y), XMath.IEEERemainder(x, y));
            }
        }
        foreach (var x in FloatValues)
        {
            foreach (var y in FloatValues)
            {
                Assert.Equal(MathF.Pow(x, y), XMath.Pow(x, y));
                Assert.Equal(MathF.Log(x, y), XMath.Log(x, y));
                Assert.Equal(MathF.IEEERemainder(x, y), XMath.IEEERemainder(x, y));
            }
        }
    }

    [Theory]
    [InlineData(7.0, 2.0)]
    [InlineData(5.0, 2.0)]
    [InlineData(-5.0, 2.0)]
    [InlineData(5.0, -2.0)]
    [InlineData(-4.0, 2.0)]
    [InlineData(1e300, 3.7)]
    public void IEEERemainder_takes_the_even_multiple_halfway(double x, double y) =>
        AssertSame(System.Math.IEEERemainder(x, y), XMath.IEEERemainder(x, y));

    [Theory]
    [InlineData(MidpointRounding.ToEven)]
    [InlineData(MidpointRounding.AwayFromZero)]
    [InlineData(MidpointRounding.ToZero)]
    [InlineData(MidpointRounding.ToNegativeInfinity)]
    [InlineData(MidpointRounding.ToPositiveInfinity)]
    public void Round_follows_mode_and_digits(MidpointRounding mode)
    {
        for (var digits = 0; digits <= 6; ++digits)
        {
            foreach (var value in Values)
                Assert.Equal(System.Math.Round(value, digits, mode), XMath.Round(value, digits, mode));
            foreach (var value in FloatValues)
                Assert.Equal(MathF.Round(value, digits, mode), XMath.Round(value, digits, mode));
        }
        Assert.All(Values, value => Assert.Equal(System.Math.Round(value, mode), XMath.Round(value, mode)));
        Assert.All(FloatValues, value => Assert.Equal(MathF.Round(value, mode), XMath.Round(value, mode)));
    }

    [Fact]
    public void Named_roundings_are_the_modes()
    {
        Assert.All(Values, v => Assert.Equal(System.Math.Round(v, MidpointRounding.AwayFromZero), XMath.RoundAwayFromZero(v)));
        Assert.All(FloatValues, v => Assert.Equal(MathF.Round(v, MidpointRounding.AwayFromZero), XMath.RoundAwayFromZero(v)));
        Assert.All(Values, v => Assert.Equal(System.Math.Round(v), XMath.RoundToEven(v)));
    }

    [Fact]
    public void Reciprocals_powers_of_two_signs_and_angles()
    {
        Assert.Equal(0.5, XMath.Rsqrt(4.0));
        Assert.Equal(0.25f, XMath.Rcp(4f));
        Assert.Equal(8f, XMath.Exp2(3f));
        Assert.Equal(System.Math.Pow(2, 0.3), XMath.Exp2(0.3));
        Assert.Equal(System.Math.PI, XMath.DegToRad(180.0), 15);
        Assert.Equal(180f, XMath.RadToDeg(MathF.PI), 1e-4f);
        Assert.Equal((1, -1, 0, 0), (XMath.Sign(3f), XMath.Sign(-3.0), XMath.Sign(-0.0), XMath.Sign(float.NaN)));
        XMath.SinCos(0.7f, out var sin, out var cos);
        Assert.Equal((MathF.Sin(0.7f), MathF.Cos(0.7f)), (sin, cos));
    }

    public static TheoryData<double, double> Constants => new()
    {
        { System.Math.E, XMath.ED },
        { System.Math.PI, XMath.PID },
        { System.Math.PI / 2, XMath.PIHalfD },
        { System.Math.PI / 4, XMath.PIFourthD },
        { System.Math.Log(2), XMath.Ln2D },
        { System.Math.Log(10), XMath.Ln10D },
        { System.Math.Log2(System.Math.E), XMath.Log2ED },
        { System.Math.Log10(System.Math.E), XMath.Log10ED },
        { (float)(1 / System.Math.PI), XMath.OneOverPI },
        { (float)(2 / System.Math.PI), XMath.TwoOverPI },
        { (float)System.Math.Sqrt(2), XMath.Sqrt2 },
        { (float)System.Math.Sqrt(0.5), XMath.OneOverSqrt2 },
    };

    [Theory]
    [MemberData(nameof(Constants))]
    public void Constants_are_the_nearest_numbers(double expected, double actual) =>
        Assert.Equal(expected, actual, double.BitIncrement(System.Math.Abs(expected)) - System.Math.Abs(expected));

    // Distinguishes the two zeros.
    private static void AssertSame(double expected, double actual) =>
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(actual));

    private static Func<T, T> Function<T>(Type type, string name) =>
        type.GetMethod(name, BindingFlags.Public | BindingFlags.Static, [typeof(T)])!.CreateDelegate<Func<T, T>>();
}
