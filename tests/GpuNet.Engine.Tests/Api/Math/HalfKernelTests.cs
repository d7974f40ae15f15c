using ILGPU;
using ILGPU.Runtime;
using Half = ILGPU.Half;

namespace GpuNet.Engine.Tests.Api.Math;

/// <summary>Every bit pattern of a half in compiled kernels, a sample on the slower devices, against System.Half.</summary>
public sealed class HalfKernelTests(TestAccelerators accelerators) : IClassFixture<TestAccelerators>
{
    private const int Patterns = ushort.MaxValue + 1;

    private static int[] Sample(TestDevice device) =>
        [.. Enumerable.Range(0, Patterns).Where(i => device is TestDevice.Cpu or TestDevice.OpenCl || i % 13 == 0)];

    [Theory]
    [MemberData(nameof(TestAccelerators.All), MemberType = typeof(TestAccelerators))]
    public void Halves_are_calculated_with(TestDevice device)
    {
        var results = Run<ushort>(device, Calculate, 16);
        foreach (var (item, i) in Sample(device).Index())
        {
            System.Half a = BitConverter.UInt16BitsToHalf((ushort)i), b = BitConverter.UInt16BitsToHalf(Other(i));
            float wide = (float)a;
            int tests = (a == b ? 1 : 0) | (a != b ? 2 : 0) | (a < b ? 4 : 0) | (a <= b ? 8 : 0) | (a > b ? 16 : 0) | (a >= b ? 32 : 0)
                | (System.Half.IsNaN(a) ? 64 : 0) | (System.Half.IsInfinity(a) ? 128 : 0) | (System.Half.IsFinite(a) ? 256 : 0)
                | (System.Half.IsPositiveInfinity(a) ? 512 : 0) | (System.Half.IsNegativeInfinity(a) ? 1024 : 0) | (wide == 0 ? 2048 : 0);
            int[] expected =
            [
                Bits(a + b), Bits(a - b), Bits(a * b), Bits(a / b), Bits(-a), Bits(System.Half.Abs(a)), tests,
                Bits((System.Half)(sbyte)i), Bits((System.Half)(short)i), Bits((System.Half)(i * 40_503)), Bits((System.Half)(i * 40_503L)),
                Bits((System.Half)(byte)i), Bits((System.Half)(ushort)i), Bits((System.Half)(uint)i), Bits((System.Half)(ulong)i),
                Bits((System.Half)(i * 1.1)),
            ];
            for (int k = 0; k < expected.Length; ++k)
            {
                int actual = k == 6 ? results[item * 16 + k] : Bits(BitConverter.UInt16BitsToHalf(results[item * 16 + k]));
                Assert.True(expected[k] == actual, $"result {k} of {a} and {b} is {actual:X}, not {expected[k]:X}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(TestAccelerators.All), MemberType = typeof(TestAccelerators))]
    public void Halves_are_widened_and_become_integers(TestDevice device)
    {
        var results = Run<long>(device, Convert, 10);
        foreach (var (item, i) in Sample(device).Index())
        {
            var a = (float)BitConverter.UInt16BitsToHalf((ushort)i);
            if (float.IsNaN(a))
                continue;
            long[] expected =
            [
                (sbyte)a, (short)a, (int)a, (long)a, (byte)a, (ushort)a, (uint)a, (long)(ulong)a, BitConverter.SingleToInt32Bits(a),
                BitConverter.DoubleToInt64Bits(a),
            ];
            Assert.Equal(expected, results.AsSpan(item * 10, 10));
        }
    }

    private T[] Run<T>(TestDevice device, Action<Index1D, ArrayView<Half>, ArrayView<Half>, ArrayView<T>> kernel, int count)
        where T : unmanaged
    {
        var accelerator = accelerators[device];
        var sample = Sample(device);
        using var a = accelerator.Allocate1D(sample.Select(i => Interop.IntAsFloat((ushort)i)).ToArray());
        using var b = accelerator.Allocate1D(sample.Select(i => Interop.IntAsFloat(Other(i))).ToArray());
        using var results = accelerator.Allocate1D<T>(sample.Length * count);
        accelerator.LaunchAutoGrouped(kernel, new Index1D(sample.Length), a.View, b.View, results.View);
        accelerator.Synchronize();
        return results.GetAsArray1D();
    }

    // Another order of all patterns; every third meets itself.
    private static ushort Other(int i) => (ushort)(i % 3 == 0 ? i : i * 40_503);

    private static int Bits(System.Half value) => System.Half.IsNaN(value) ? -1 : BitConverter.HalfToUInt16Bits(value);

    private static void Calculate(Index1D i, ArrayView<Half> x, ArrayView<Half> y, ArrayView<ushort> results)
    {
        Half a = x[i], b = y[i];
        int at = i * 16, number = Interop.FloatAsInt(a);
        results[at] = Interop.FloatAsInt(a + b);
        results[at + 1] = Interop.FloatAsInt(a - b);
        results[at + 2] = Interop.FloatAsInt(a * b);
        results[at + 3] = Interop.FloatAsInt(a / b);
        results[at + 4] = Interop.FloatAsInt(-a);
        results[at + 5] = Interop.FloatAsInt(IntrinsicMath.Abs(a));
        results[at + 6] = (ushort)((a == b ? 1 : 0) | (a != b ? 2 : 0) | (a < b ? 4 : 0) | (a <= b ? 8 : 0) | (a > b ? 16 : 0)
            | (a >= b ? 32 : 0) | (Half.IsNaN(a) ? 64 : 0) | (Half.IsInfinity(a) ? 128 : 0) | (Half.IsFinite(a) ? 256 : 0)
            | (Half.IsPositiveInfinity(a) ? 512 : 0) | (Half.IsNegativeInfinity(a) ? 1024 : 0) | (Half.IsZero(a) ? 2048 : 0));
        results[at + 7] = Interop.FloatAsInt((Half)(sbyte)number);
        results[at + 8] = Interop.FloatAsInt((Half)(short)number);
        results[at + 9] = Interop.FloatAsInt((Half)(number * 40_503));
        results[at + 10] = Interop.FloatAsInt((Half)(number * 40_503L));
        results[at + 11] = Interop.FloatAsInt((Half)(byte)number);
        results[at + 12] = Interop.FloatAsInt((Half)(ushort)number);
        results[at + 13] = Interop.FloatAsInt((Half)(uint)number);
        results[at + 14] = Interop.FloatAsInt((Half)(ulong)number);
        results[at + 15] = Interop.FloatAsInt((Half)(number * 1.1));
    }

    private static void Convert(Index1D i, ArrayView<Half> x, ArrayView<Half> y, ArrayView<long> results)
    {
        var a = x[i];
        int at = i * 10;
        results[at] = (sbyte)a;
        results[at + 1] = (short)a;
        results[at + 2] = (int)a;
        results[at + 3] = (long)a;
        results[at + 4] = (byte)a;
        results[at + 5] = (ushort)a;
        results[at + 6] = (uint)a;
        results[at + 7] = (long)(ulong)a;
        results[at + 8] = (int)Interop.FloatAsInt((float)a);
        results[at + 9] = (long)Interop.FloatAsInt((double)a);
    }
}
