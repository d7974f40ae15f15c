using GpuNet.TestKit;
using ILGPU;
using Half = System.Half;

namespace GpuNet.Kernels.Tests.Storage;

/// <summary>Half and bfloat16: every pattern, and the rounding of floats of every exponent, on every device.</summary>
public class SixteenBitTests
{
    private const int Patterns = 1 << 16;

    [Theory]
    [EveryDevice]
    public void Every_half_is_its_float_and_comes_back(string deviceName) => EveryPattern<Float16Storage>(
        deviceName, bits => (float)BitConverter.UInt16BitsToHalf(bits), quiet: 0x0200);

    [Theory]
    [EveryDevice]
    public void Every_bfloat16_is_its_float_and_comes_back(string deviceName) => EveryPattern<BFloat16Storage>(
        deviceName, bits => (float)Rounding.BFloat16Value(bits), quiet: 0x0040);

    [Theory]
    [EveryDevice]
    public void Floats_become_halves_as_in_NET(string deviceName) => EveryRounding<Float16Storage>(
        deviceName, value => BitConverter.HalfToUInt16Bits((Half)value), bits => (float)BitConverter.UInt16BitsToHalf(bits));

    [Theory]
    [EveryDevice]
    public void Floats_become_the_nearest_bfloat16(string deviceName) => EveryRounding<BFloat16Storage>(
        deviceName, Rounding.ToBFloat16, bits => BitConverter.UInt32BitsToSingle((uint)bits << 16));

    [Fact]
    public void Millions_of_floats_round_to_the_nearest()
    {
        const int Count = 1 << 22;
        for (var i = 0u; i < Count; i++)
        {
            var value = BitConverter.UInt32BitsToSingle(i * 1021 + (i & 0x3FF)); // every exponent, both signs
            Assert.True(Same(BitConverter.HalfToUInt16Bits((Half)value), Float16Storage.Store(value), 0x7C00), $"half of {value:R}");
            var (single, expected) = (TensorFloat32Storage.Store(value), Rounding.ToTensorFloat32(value));
            Assert.True(single.Equals(expected) && (single != 0 || float.IsNegative(single) == float.IsNegative(value)), $"TF32 of {value:R}");
            Assert.True(Same(Rounding.ToBFloat16(value), BFloat16Storage.Store(value), 0x7F80), $"bfloat16 of {value:R}");
        }
    }

    [Fact]
    public void A_bfloat16_is_a_number_like_others()
    {
        Assert.Equal(1.5f, (BFloat16)1.5f);
        Assert.Equal(1 + 1 / 128f, (float)(BFloat16)1f + BFloat16.Epsilon);
        Assert.Equal("0.33398438", ((BFloat16)(1 / 3f)).ToString(null, System.Globalization.CultureInfo.InvariantCulture));
        Assert.True((BFloat16)2f > (BFloat16)1f && ((BFloat16)2f).CompareTo((BFloat16)3f) < 0);
        Assert.Equal((BFloat16)0f, (BFloat16)(-0f));
        Assert.Equal(((BFloat16)0f).GetHashCode(), ((BFloat16)(-0f)).GetHashCode());
        Assert.True(float.IsPositiveInfinity((BFloat16)float.MaxValue));
        Assert.Equal(3.3895314e38f, (float)BFloat16.MaxValue);
    }

    [Theory]
    [EveryDevice]
    public void Rounding_in_place_is_storing_and_loading(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        float[] values = [.. Samples.Edges, .. Samples.Uniform(1000, seed: 1), 1 + 1 / 2048f, 1 + 3 / 2048f, 65520, 1e-7f];
        var (x, y) = (device.Upload(values), device.Allocate(values.Length));
        Holds(Round<RoundedFloatStorage<ushort, Float16Storage>>(), v => (float)(Half)v);
        Holds(Round<RoundedFloatStorage<ushort, BFloat16Storage>>(), v => (BFloat16)v);
        Holds(Round<TensorFloat32Storage>(), Rounding.ToTensorFloat32);

        static Action<Index1D, ArrayView<float>, ArrayView<float>> Round<TStorage>() where TStorage : unmanaged, IStorage<float, float> =>
            CastKernels.Cast<float, float, float, Float32Storage, TStorage>;

        void Holds(Action<Index1D, ArrayView<float>, ArrayView<float>> kernel, Func<float, float> expected)
        {
            device.Run(kernel, values.Length, x.View, y.View);
            Parity.AssertSameBits(Array.ConvertAll(values, v => expected(v)), y.Read());
        }
    }

    [Theory]
    [EveryDevice]
    public void Kernels_compute_with_bfloat16_as_a_type(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        BFloat16[] values = [(BFloat16)1f, (BFloat16)(-2.5f), (BFloat16)3e38f];
        var target = device.Upload(new BFloat16[3]);
        device.Run(Double, 3, device.Upload(values).View, target.View);
        Assert.Equal([(BFloat16)2f, (BFloat16)(-5f), (BFloat16)float.PositiveInfinity], target.Read());
    }

    private static void Double(Index1D index, ArrayView<BFloat16> x, ArrayView<BFloat16> y) =>
        y[index] = (BFloat16)(x[index] * 2f);

    private static void EveryPattern<TStorage>(string deviceName, Func<ushort, float> expected, ushort quiet)
        where TStorage : unmanaged, IStorage<ushort, float>
    {
        using var device = KernelDevice.Open(deviceName);
        ushort[] patterns = [.. Enumerable.Range(0, Patterns).Select(bits => (ushort)bits)];
        var (floats, back) = (device.Allocate(Patterns), device.Upload(new ushort[Patterns]));
        device.Run(CastKernels.Cast<ushort, float, float, TStorage, Float32Storage>, Patterns, device.Upload(patterns).View, floats.View);
        device.Run(CastKernels.Cast<float, ushort, float, Float32Storage, TStorage>, Patterns, floats.View, back.View);
        var (values, returned) = (floats.Read(), back.Read());
        for (var i = 0; i < Patterns; i++)
        {
            var value = expected(patterns[i]);
            if (float.IsNaN(value))
            {
                Assert.True(float.IsNaN(values[i]) && returned[i] == (patterns[i] | quiet), $"NaN {i:X4}: {returned[i]:X4}");
                continue;
            }
            Assert.True(
                BitConverter.SingleToInt32Bits(value) == BitConverter.SingleToInt32Bits(values[i]) && returned[i] == i,
                $"{i:X4}: {values[i]:R} instead of {value:R}, and back {returned[i]:X4}");
        }
    }

    private static void EveryRounding<TStorage>(string deviceName, Func<float, ushort> expected, Func<ushort, float> value)
        where TStorage : unmanaged, IStorage<ushort, float>
    {
        using var device = KernelDevice.Open(deviceName);
        float[] values = [.. Halfways(value), .. Enumerable.Range(0, 1 << 17).Select(i => BitConverter.Int32BitsToSingle(i * 32749))];
        var target = device.Upload(new ushort[values.Length]);
        device.Run(CastKernels.Cast<float, ushort, float, Float32Storage, TStorage>, values.Length, device.Upload(values).View, target.View);
        var actual = target.Read();
        var infinity = expected(float.PositiveInfinity);
        for (var i = 0; i < values.Length; i++)
            Assert.True(Same(expected(values[i]), actual[i], infinity), $"{values[i]:R}: {actual[i]:X4}");
    }

    /// <summary>The float halfway to the next larger number, for each number of the type, and the floats next to it.</summary>
    private static IEnumerable<float> Halfways(Func<ushort, float> value)
    {
        for (var bits = 0; bits < 0x7FFF; bits++)
        {
            var (low, high) = (value((ushort)bits), value((ushort)(bits + 1)));
            if (!float.IsFinite(high))
                break;
            var halfway = (float)(((double)low + high) / 2);
            yield return bits % 2 == 0 ? halfway : -halfway;
            yield return MathF.BitIncrement(halfway);
            yield return MathF.BitDecrement(halfway);
        }
    }

    private static bool Same(ushort expected, ushort actual, ushort infinity) =>
        expected == actual || ((expected & 0x7FFF) > infinity && (actual & 0x7FFF) > infinity);
}
