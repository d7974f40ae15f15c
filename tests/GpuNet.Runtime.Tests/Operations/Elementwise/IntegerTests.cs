using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Operations;

/// <summary>Arithmetic, sums and comparisons of integers and truth values.</summary>
public class IntegerTests
{
    [Theory, EveryDevice]
    public void Integers_add_subtract_multiply_and_wrap(string id)
    {
        var device = Device.Parse(id);
        using var scope = Tape.Scope();
        long[] x = [3, -7, long.MaxValue, 1L << 40];
        long[] y = [5, 2, 1, 3];
        var (a, b) = (Tensor.From<long>(x, device), Tensor.From<long>(y, device));
        Assert.Equal([8, -5, long.MinValue, (1L << 40) + 3], (a + b).ToArray<long>());
        Assert.Equal([-2, -9, long.MaxValue - 1, (1L << 40) - 3], (a - b).ToArray<long>());
        Assert.Equal([15, -14, long.MaxValue, 3L << 40], (a * b).ToArray<long>());
        Assert.Equal([4, -6, long.MinValue, (1L << 40) + 1], (a + 1).ToArray<long>());
        Assert.Equal([-2, 8, long.MinValue + 2, 1 - (1L << 40)], (1 - a).ToArray<long>());
        Assert.Equal([10, 4, 2, 6], (2 * b).ToArray<long>());
        var ints = Tensor.From<int>([1, 2, 3, 4, 5, 6], [2, 3], device);
        Assert.Equal([2, 4, 6, 5, 7, 9], (ints + ints[..1]).ToArray<int>());
        Assert.Equal([1, 2, 3, 8, 10, 12], (ints * Tensor.From<int>([1, 2], [2, 1], device)).ToArray<int>());
        Assert.Equal([4, 0], (Tensor.From<byte>([250, 246], device) + 10).ToArray<byte>());
        // More separate groups of repeated dimensions than strides are for.
        var (left, right) = (Tensor.Ones([2, 1, 2, 1, 2, 1], DType.Int32, device), Tensor.Full([1, 2, 1, 2, 1, 2], 2, DType.Int32, device));
        Assert.Equal(64 * 3, (left + right).Sum().Item());
        Assert.Equal(64, (left < right).Sum().Item());
        Assert.Throws<ArgumentException>(() => ints + 0.5f);
    }

    [Fact]
    public void Numbers_beside_integers_are_exact_or_refused()
    {
        using var scope = Tape.Scope();
        const int odd = (1 << 24) + 1; // no float
        foreach (var type in new[] { DType.Int32, DType.Int64 })
        {
            var x = Tensor.From<int>([odd, odd - 1], Device.Cpu).To(type);
            Assert.Equal([2L * odd, 2L * odd - 1], (x + odd).To(DType.Int64).ToArray<long>());
            Assert.Equal([0L, -1], (x - odd).To(DType.Int64).ToArray<long>());
            Assert.Equal([false, true], (x < odd).ToArray<bool>());
            Assert.Equal([true, false], x.EqualTo(odd).ToArray<bool>());
            Assert.Equal([false, true], x.NotEqualTo(odd).ToArray<bool>());
        }
        var bytes = Tensor.From<byte>([0, 7], Device.Cpu);
        Assert.Equal([255, 6], (bytes - 1).ToArray<byte>());
        Assert.Equal([5, 12], (5 + bytes).ToArray<byte>());
        Assert.Equal([0, 7], bytes.Clamp(float.NegativeInfinity, float.PositiveInfinity).ToArray<byte>());
        var ints = bytes.To(DType.Int32);
        foreach (var call in (Func<Tensor>[])
            [() => bytes > -1, () => bytes + 256, () => bytes * 0.5, () => ints < 3e9, () => ints - double.NaN, () => (bytes > 3) > 2])
            Assert.Contains("convert the tensor first", Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);
    }

    [Theory, EveryDevice]
    public void Sums_of_integers_are_exact_and_of_masks_count(string id)
    {
        var device = Device.Parse(id);
        using var scope = Tape.Scope();
        var values = Enumerable.Range(0, 3 * 5000).Select(i => i * 7919 % 100_003 - 50_000).ToArray();
        var x = Tensor.From<int>(values, [3, 5000], device);
        Assert.Equal(DType.Int64, x.Sum().DType);
        Assert.Equal(values.Sum(v => (long)v), x.Sum().ToArray<long>()[0]);
        Assert.Equal([.. values.Chunk(5000).Select(row => row.Sum(v => (long)v))], x.Sum(1).ToArray<long>());
        Assert.Equal([.. Enumerable.Range(0, 5000).Select(c => (long)values[c] + values[c + 5000] + values[c + 10000])],
            x.Sum(0, keepDimension: true).ToArray<long>());
        Assert.Equal(values.Count(v => v > 17), (x > 17).Sum().Item());
        Assert.Equal(600, Tensor.Full([4], 150, DType.UInt8, device).Sum().Item());
        Assert.Equal([0, 0], Tensor.Zeros([2, 0], DType.Int32, device).Sum(1).ToArray<long>());
        Assert.Equal(2.0 * (1L << 60), Tensor.Full([2], 1L << 60, DType.Int64, device).Sum().Item());
    }

    [Theory, EveryDevice]
    public void Every_type_compares_and_masks_combine(string id)
    {
        var device = Device.Parse(id);
        using var scope = Tape.Scope();
        foreach (var type in new[] { DType.Float32, DType.BFloat16, DType.Int32, DType.Int64, DType.UInt8 })
        {
            var a = Tensor.From<float>([1, 2, 3, 4], [2, 2], device).To(type);
            Assert.Equal([false, false, true, true], (a > 2).ToArray<bool>());
            Assert.Equal([true, false, false, false], (a < 2).ToArray<bool>());
            Assert.Equal([false, true, true, true], (a >= 2).ToArray<bool>());
            Assert.Equal([true, true, false, false], (a <= 2).ToArray<bool>());
            Assert.Equal([true, true, false, false], a.EqualTo(a[..1]).ToArray<bool>());
            Assert.Equal([false, false, true, true], a.NotEqualTo(a[..1]).ToArray<bool>());
            var between = (a > 1) & (a < 4);
            Assert.Equal([false, true, true, false], between.ToArray<bool>());
            Assert.Equal([true, false, false, true], (!between).ToArray<bool>());
            Assert.Equal([true, true, false, true], (!between | a.EqualTo(Tensor.Scalar(2, type, device))).ToArray<bool>());
            Assert.Equal([true, true, false, false], ((a > 2) ^ (a > 0)).ToArray<bool>());
            Assert.Equal([0, 2, 3, 0], (a * between).To(DType.Float32).ToArray());
            Assert.Equal([9, 2, 3, 9], Functional.Where(between, a, Tensor.Full([2, 2], 9, type, device)).To(DType.Float32).ToArray());
        }
        var (yes, no) = (Tensor.From<bool>([true, false], device), Tensor.From<bool>([false, true], device));
        Assert.Equal([true, true], Functional.Where(yes, yes, no).ToArray<bool>());
        var wide = Tensor.From<long>([1L << 40, (1L << 40) + 1], device);
        Assert.Equal([false, true], (wide > Tensor.Scalar(1L << 40, DType.Int64, device)).ToArray<bool>());
        Assert.Throws<ArgumentException>(() => wide > 0.5f);
        Assert.Throws<DTypeNotSupportedException>(() => wide > Tensor.Zeros([2], DType.Int32, device));
    }
}
