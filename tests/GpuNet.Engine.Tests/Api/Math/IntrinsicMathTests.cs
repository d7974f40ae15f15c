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
    public void CPUOnly_halves_are_rounded_float_functions()
    {
        var half = (ILGPU.Half)0.7f;
        Assert.Equal((float)(System.Half)MathF.Sin((float)(System.Half)0.7f), (float)IntrinsicMath.CPUOnly.Sin(half));
        Assert.Equal(MathF.Pow(2, 3), IntrinsicMath.CPUOnly.Exp2(3f));
        Assert.Equal(1 / System.Math.Sqrt(3), IntrinsicMath.CPUOnly.Rsqrt(3.0));
    }
}
