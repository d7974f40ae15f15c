using Half = ILGPU.Half;

namespace GpuNet.Engine.Tests.Api.Math;

/// <summary>ILGPU's half against System.Half, which the runtime implements independently.</summary>
public class HalfTests
{
    private static readonly float[] Floats = InterestingFloats().ToArray();

    [Fact]
    public void Every_bit_pattern_widens_and_comes_back()
    {
        for (var raw = 0; raw <= ushort.MaxValue; ++raw)
        {
            var half = ILGPU.Interop.IntAsFloat((ushort)raw);
            var expected = BitConverter.UInt16BitsToHalf((ushort)raw);
            Assert.Equal((float)expected, (float)half);
            Assert.Equal((double)expected, (double)half);
            Assert.Equal(Bits(expected), Bits((Half)(float)half));
            Assert.Equal(Bits(expected), Bits((Half)(double)half));
        }
    }

    [Fact]
    public void Every_bit_pattern_is_classified_negated_and_converted_like_System_Half()
    {
        for (var raw = 0; raw <= ushort.MaxValue; ++raw)
        {
            var half = ILGPU.Interop.IntAsFloat((ushort)raw);
            var expected = BitConverter.UInt16BitsToHalf((ushort)raw);
            Assert.Equal(System.Half.IsNaN(expected), Half.IsNaN(half));
            Assert.Equal(System.Half.IsInfinity(expected), Half.IsInfinity(half));
            Assert.Equal(System.Half.IsPositiveInfinity(expected), Half.IsPositiveInfinity(half));
            Assert.Equal(System.Half.IsNegativeInfinity(expected), Half.IsNegativeInfinity(half));
            Assert.Equal(System.Half.IsFinite(expected), Half.IsFinite(half));
            Assert.Equal(expected == System.Half.Zero, Half.IsZero(half));
            Assert.Equal(BitConverter.HalfToUInt16Bits(System.Half.Abs(expected)), Raw(Half.Abs(half)));
            Assert.Equal(raw ^ 0x8000, Raw(-half));
            Assert.Equal((int)expected, (int)half);
            Assert.Equal((sbyte)(float)expected, (sbyte)half);
            Assert.Equal((ulong)(float)expected, (ulong)half);
        }
    }

    [Fact]
    public void Floats_and_doubles_round_to_nearest_even()
    {
        foreach (var value in Floats)
        {
            Assert.Equal(Bits((System.Half)value), Bits((Half)value));
            Assert.Equal(Bits((System.Half)(double)value), Bits((Half)(double)value));
        }
    }

    [Theory]
    [InlineData(0x3FF0020000000001)] // just above the midpoint of 1 and its successor: a float in between would round it down
    [InlineData(0x3FF0020000000000)]
    [InlineData(0x3FF001FFFFFFFFFF)]
    [InlineData(0x3FF0060000000000)]
    [InlineData(0x3E60000000000001)]
    [InlineData(0x3E60000000000000)]
    [InlineData(0x40EFFDFFFFFFFFFF)]
    [InlineData(0x40EFFE0000000000)]
    [InlineData(0x0000000000000001)]
    public void Doubles_are_rounded_once(long bits)
    {
        var value = BitConverter.Int64BitsToDouble(bits);
        Assert.Equal(Bits((System.Half)value), Bits((Half)value));
        Assert.Equal(Bits((System.Half)(-value)), Bits((Half)(-value)));
    }

    [Fact]
    public void Arithmetic_and_comparisons_agree_on_a_dense_sample_of_pairs()
    {
        var sample = Enumerable.Range(0, 257).Select(i => (ushort)System.Math.Min(i * 255 + i / 3, ushort.MaxValue)).ToArray();
        foreach (var left in sample)
        {
            foreach (var right in sample)
            {
                Half a = ILGPU.Interop.IntAsFloat(left), b = ILGPU.Interop.IntAsFloat(right);
                System.Half x = BitConverter.UInt16BitsToHalf(left), y = BitConverter.UInt16BitsToHalf(right);
                Assert.Equal(Bits(x + y), Bits(a + b));
                Assert.Equal(Bits(x - y), Bits(a - b));
                Assert.Equal(Bits(x * y), Bits(a * b));
                Assert.Equal(Bits(x / y), Bits(a / b));
                Assert.Equal(x == y, a == b);
                Assert.Equal(x != y, a != b);
                Assert.Equal(x < y, a < b);
                Assert.Equal(x <= y, a <= b);
                Assert.Equal(x > y, a > b);
                Assert.Equal(x >= y, a >= b);
                Assert.Equal(x.Equals(y), a.Equals(b));
                Assert.Equal(x.CompareTo(y), a.CompareTo(b));
                Assert.True(!a.Equals(b) || a.GetHashCode() == b.GetHashCode());
            }
        }
    }

    [Fact]
    public void Integers_convert_like_System_Half()
    {
        foreach (var value in new[] { 0, 1, -1, 2047, 2049, 2051, 65503, 65504, 65519, 65520, int.MaxValue, int.MinValue })
        {
            Assert.Equal(Bits((System.Half)value), Bits((Half)value));
            Assert.Equal(Bits((System.Half)(long)value), Bits((Half)(long)value));
            Assert.Equal(Bits((System.Half)(uint)value), Bits((Half)(uint)value));
            Assert.Equal(Bits((System.Half)(short)value), Bits((Half)(short)value));
        }
    }

    [Fact]
    public void Constants_are_those_of_System_Half()
    {
        Assert.Equal(Bits(System.Half.Epsilon), Bits(Half.Epsilon));
        Assert.Equal(Bits(System.Half.MaxValue), Bits(Half.MaxValue));
        Assert.Equal(Bits(System.Half.MinValue), Bits(Half.MinValue));
        Assert.Equal(Bits(System.Half.PositiveInfinity), Bits(Half.PositiveInfinity));
        Assert.Equal(Bits(System.Half.NegativeInfinity), Bits(Half.NegativeInfinity));
        Assert.Equal(Bits(System.Half.One), Bits(Half.One));
        Assert.Equal(Bits(System.Half.Zero), Bits(Half.Zero));
        Assert.True(Half.IsNaN(Half.NaN));
    }

    private static ushort Raw(Half value) => ILGPU.Interop.FloatAsInt(value);

    // All NaNs count as one: IEEE 754 leaves their payload to the implementation.
    private static int Bits(Half value) => Half.IsNaN(value) ? -1 : Raw(value);

    private static int Bits(System.Half value) =>
        System.Half.IsNaN(value) ? -1 : BitConverter.HalfToUInt16Bits(value);

    /// <summary>Every half, the float neighbours of each, every midpoint of two halves and its neighbours.</summary>
    private static IEnumerable<float> InterestingFloats()
    {
        for (var raw = 0; raw < 0x7C00; ++raw)
        {
            var value = (float)BitConverter.UInt16BitsToHalf((ushort)raw);
            var next = raw == 0x7BFF ? 65536f : (float)BitConverter.UInt16BitsToHalf((ushort)(raw + 1));
            var middle = (value + next) / 2;
            foreach (var exact in new[] { value, middle })
            {
                foreach (var near in new[] { exact, MathF.BitIncrement(exact), MathF.BitDecrement(exact) })
                {
                    yield return near;
                    yield return -near;
                }
            }
        }
        float[] special = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.Epsilon];
        foreach (var value in special)
            yield return value;
    }
}
