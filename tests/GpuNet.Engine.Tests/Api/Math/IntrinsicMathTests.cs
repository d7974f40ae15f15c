using System.Reflection;
using ILGPU;
using BitOperations = System.Numerics.BitOperations;

namespace GpuNet.Engine.Tests.Api.Math;

public class IntrinsicMathTests
{
    private static readonly int[] Ints = [0, 1, -1, 2, 7, -7, 255, 0x40000000, int.MaxValue, int.MinValue];

    [Fact]
    public void Bits_are_counted_in_the_width_of_the_type()
    {
        foreach (var value in Ints)
        {
            Assert.Equal(BitOperations.PopCount((uint)value), IntrinsicMath.PopCount(value));
            Assert.Equal(BitOperations.LeadingZeroCount((uint)value), IntrinsicMath.LeadingZeroCount(value));
            Assert.Equal(BitOperations.TrailingZeroCount(value), IntrinsicMath.TrailingZeroCount(value));
            Assert.Equal(BitOperations.PopCount((ulong)value), IntrinsicMath.PopCount((long)value));
            Assert.Equal(BitOperations.LeadingZeroCount((ulong)value), IntrinsicMath.LeadingZeroCount((ulong)value));
            Assert.Equal(
                BitOperations.TrailingZeroCount((long)value), IntrinsicMath.BitOperations.TrailingZeroCount((long)value));
        }
    }

    [Fact]
    public void Abs_wraps_where_the_magnitude_does_not_exist()
    {
        Assert.Equal(int.MinValue, IntrinsicMath.Abs(int.MinValue));
        Assert.Equal(long.MinValue, IntrinsicMath.Abs(long.MinValue));
        Assert.Equal(sbyte.MinValue, IntrinsicMath.Abs(sbyte.MinValue));
        Assert.Equal((short)5, IntrinsicMath.Abs((short)-5));
        Assert.Equal(2.5, IntrinsicMath.Abs(-2.5));
    }

    [Fact]
    public void Min_and_max_propagate_NaN_and_order_the_zeros()
    {
        Assert.True(float.IsNaN(IntrinsicMath.Min(1, float.NaN)) && double.IsNaN(IntrinsicMath.Max(double.NaN, 1)));
        Assert.True(double.IsNegative(IntrinsicMath.Min(0.0, -0.0)));
        Assert.False(double.IsNegative(IntrinsicMath.Max(-0.0, 0.0)));
        Assert.Equal(3u, IntrinsicMath.Clamp(7u, 1u, 3u));
        Assert.Equal(-1.5f, IntrinsicMath.Clamp(-9f, -1.5f, 3f));
    }

    [Theory]
    [InlineData(0, 4, 0)]
    [InlineData(1, 4, 1)]
    [InlineData(4, 4, 1)]
    [InlineData(5, 4, 2)]
    [InlineData(int.MaxValue, 256, 8388608)]
    public void DivRoundUp_does_not_overflow(int numerator, int denominator, int expected)
    {
        Assert.Equal(expected, IntrinsicMath.DivRoundUp(numerator, denominator));
        Assert.Equal(expected, IntrinsicMath.DivRoundUp((long)numerator, denominator));
        Assert.Equal(numerator / denominator, IntrinsicMath.DivRoundDown(numerator, denominator));
    }

    [Fact]
    public void Integer_parts_come_back_together()
    {
        var parts = IntrinsicMath.Decompose(0x0123456789ABCDEFul);
        Assert.Equal((0x89ABCDEFu, 0x01234567u), (parts.Lower, parts.Upper));
        Assert.Equal(0x0123456789ABCDEFul, IntrinsicMath.ComposeULong(parts));
        Assert.Equal(-2L, IntrinsicMath.ComposeLong(IntrinsicMath.Decompose(-2L)));
    }

    [Fact]
    public void CPUOnly_functions_are_those_of_System()
    {
        double[] values = [0, -0.0, 1, -1, 0.5, -0.3, 2.5, 0.7, 10, 100, -1e-5, 65504, double.PositiveInfinity, double.NaN];
        foreach (var method in typeof(IntrinsicMath.CPUOnly).GetMethods(BindingFlags.Public | BindingFlags.Static))
        {
            var type = method.GetParameters()[0].ParameterType;
            int count = method.GetParameters().Length;
            foreach (double x in values)
            {
                foreach (double y in values)
                {
                    object actual = method.Invoke(null, [.. new[] { x, y }.Take(count).Select(value => Number(type, value))])!;
                    Assert.Equal(Expected(method.Name, type, count, x, y), actual);
                }
            }
        }
    }

    // Halves by way of floats, as wide as their functions are.
    private static object Expected(string name, Type type, int count, double x, double y)
    {
        var wide = type == typeof(double) ? typeof(double) : typeof(float);
        object[] arguments = [.. new[] { x, y }.Take(count).Select(value => Number(wide, type == typeof(ILGPU.Half) ? (double)(System.Half)value : value))];
        object result = name switch
        {
            "Rcp" => Number(wide, wide == typeof(double) ? 1 / (double)arguments[0] : 1 / (float)arguments[0]),
            "Rsqrt" => Number(wide, wide == typeof(double) ? 1 / System.Math.Sqrt((double)arguments[0]) : 1 / MathF.Sqrt((float)arguments[0])),
            "Exp2" => Number(wide, wide == typeof(double) ? System.Math.Pow(2, (double)arguments[0]) : MathF.Pow(2, (float)arguments[0])),
            "Rem" => Number(wide, wide == typeof(double) ? (double)arguments[0] % (double)arguments[1] : (float)arguments[0] % (float)arguments[1]),
            _ => (name.StartsWith("Is", StringComparison.Ordinal) ? wide : wide == typeof(double) ? typeof(System.Math) : typeof(MathF))
                .GetMethod(name, [.. arguments.Select(argument => argument.GetType())])!.Invoke(null, arguments)!,
        };
        return result is float single && type == typeof(ILGPU.Half) ? (ILGPU.Half)single : result;
    }

    // A conditional expression of both would be a double.
    private static object Number(Type type, double value) =>
        type == typeof(double) ? value : type == typeof(float) ? (object)(float)value : (ILGPU.Half)value;
}
