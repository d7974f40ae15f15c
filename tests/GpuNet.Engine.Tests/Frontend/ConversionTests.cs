using ILGPU;

namespace GpuNet.Engine.Tests.Frontend;

/// <summary>Every cast between primitive types over edge values. Results are written as Int64 or as bits.</summary>
public sealed class ConversionTests
{
    [Fact]
    public void From_Int32() => KernelCheck.Items(
        EdgeValues.Int32.Length,
        (Index1D i, ArrayView<int> a, ArrayView<long> r, ArrayView<double> d) =>
        {
            int x = a[i], at = i * 8;
            r[at] = (sbyte)x;
            r[at + 1] = (byte)x;
            r[at + 2] = (short)x;
            r[at + 3] = (ushort)x;
            r[at + 4] = (uint)x;
            r[at + 5] = (long)(ulong)x;
            r[at + 6] = x;
            r[at + 7] = (char)x;
            d[i * 4] = x;
            d[i * 4 + 1] = (float)x;
            d[i * 4 + 2] = (uint)x;
            d[i * 4 + 3] = (float)(uint)x;
        },
        EdgeValues.Int32,
        new long[EdgeValues.Int32.Length * 8],
        new double[EdgeValues.Int32.Length * 4]);

    [Fact]
    public void From_Int64() => KernelCheck.Items(
        EdgeValues.Int64.Length,
        (Index1D i, ArrayView<long> a, ArrayView<long> r, ArrayView<double> d) =>
        {
            long x = a[i];
            int at = i * 6;
            r[at] = (sbyte)x;
            r[at + 1] = (byte)x;
            r[at + 2] = (short)x;
            r[at + 3] = (ushort)x;
            r[at + 4] = (int)x;
            r[at + 5] = (uint)x;
            d[i * 4] = x;
            d[i * 4 + 1] = (float)x;
            d[i * 4 + 2] = (ulong)x;
            d[i * 4 + 3] = (float)(ulong)x;
        },
        EdgeValues.Int64,
        new long[EdgeValues.Int64.Length * 6],
        new double[EdgeValues.Int64.Length * 4]);

    [Fact]
    public void From_float() => KernelCheck.Items(
        EdgeValues.Single.Length,
        (Index1D i, ArrayView<float> a, ArrayView<long> r, ArrayView<double> d) =>
        {
            float x = a[i];
            int at = i * 8;
            r[at] = (sbyte)x;
            r[at + 1] = (byte)x;
            r[at + 2] = (short)x;
            r[at + 3] = (ushort)x;
            r[at + 4] = (int)x;
            r[at + 5] = (uint)x;
            r[at + 6] = (long)x;
            r[at + 7] = (long)(ulong)x;
            d[i] = x;
        },
        EdgeValues.Single,
        new long[EdgeValues.Single.Length * 8],
        new double[EdgeValues.Single.Length]);

    [Fact]
    public void From_double() => KernelCheck.Items(
        EdgeValues.Double.Length,
        (Index1D i, ArrayView<double> a, ArrayView<long> r, ArrayView<float> d) =>
        {
            double x = a[i];
            int at = i * 8;
            r[at] = (sbyte)x;
            r[at + 1] = (byte)x;
            r[at + 2] = (short)x;
            r[at + 3] = (ushort)x;
            r[at + 4] = (int)x;
            r[at + 5] = (uint)x;
            r[at + 6] = (long)x;
            r[at + 7] = (long)(ulong)x;
            d[i] = (float)x;
        },
        EdgeValues.Double,
        new long[EdgeValues.Double.Length * 8],
        new float[EdgeValues.Double.Length]);

    [Fact]
    public void Bits_of_floats() => KernelCheck.Items(
        EdgeValues.Single.Length,
        (Index1D i, ArrayView<float> a, ArrayView<uint> r, ArrayView<ulong> d) =>
        {
            r[i * 3] = Interop.FloatAsInt(a[i]) ^ 0x80000000u;
            r[i * 3 + 1] =
                (uint)BitConverter.SingleToInt32Bits(Interop.IntAsFloat(Interop.FloatAsInt(a[i]) & 0x7fffffffu));
            r[i * 3 + 2] = float.IsNaN(a[i]) ? 1u : float.IsInfinity(a[i]) ? 2u : float.IsFinite(a[i])
                && float.IsNegative(a[i]) ? 3u : 4u;
            d[i] = BitConverter.DoubleToUInt64Bits(a[i] * 2.0);
        },
        EdgeValues.Single,
        new uint[EdgeValues.Single.Length * 3],
        new ulong[EdgeValues.Single.Length]);
}
