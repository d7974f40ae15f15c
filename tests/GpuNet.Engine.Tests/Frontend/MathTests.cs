using System.Numerics;
using ILGPU;
using ILGPU.Algorithms;

namespace GpuNet.Engine.Tests.Frontend;

public sealed class MathTests
{
    [Fact]
    public void Exact_float_functions() => KernelCheck.Items(
        EdgeValues.Single.Length,
        (Index1D i, ArrayView<float> a, ArrayView<float> r) =>
        {
            float x = a[i];
            int at = i * 16;
            r[at] = MathF.Abs(x);
            r[at + 1] = MathF.Floor(x);
            r[at + 2] = MathF.Ceiling(x);
            r[at + 3] = MathF.Truncate(x);
            r[at + 4] = MathF.Round(x);
            r[at + 5] = x >= 0 ? MathF.Sqrt(x) : 0;
            r[at + 6] = MathF.CopySign(3f, x);
            r[at + 7] = MathF.FusedMultiplyAdd(x, 3f, 0.1f);
            r[at + 8] = Math.Clamp(x, -2f, 100f);
            r[at + 9] = XMath.Max(x, 1f);
            r[at + 10] = XMath.Min(x, 1f);
            r[at + 11] = float.IsNaN(x) ? 0 : Math.Sign(x);
            r[at + 12] = XMath.Clamp(x, -1f, 1f);
            r[at + 13] = MathF.Round(x, MidpointRounding.AwayFromZero);
            r[at + 14] = XMath.Round(x, MidpointRounding.ToNegativeInfinity);
            r[at + 15] = float.Max(x, 2f) + float.Min(x, 2f);
        },
        EdgeValues.Single,
        new float[EdgeValues.Single.Length * 16]);

    [Fact]
    public void Functions_of_the_device() => KernelCheck.InexactItems(
        9,
        (Index1D i, ArrayView<float> a, ArrayView<float> r, ArrayView<double> d) =>
        {
            float x = a[i];
            int at = i * 12;
            r[at] = MathF.Exp(x);
            r[at + 1] = MathF.Log(x);
            r[at + 2] = MathF.Sin(x);
            r[at + 3] = XMath.Cos(x);
            r[at + 4] = XMath.Tanh(x);
            r[at + 5] = MathF.Pow(x, 1.5f);
            r[at + 6] = MathF.Atan2(x, 2f);
            r[at + 7] = MathF.Log2(x);
            r[at + 8] = MathF.Log10(x);
            r[at + 9] = MathF.Tan(x) + MathF.Sinh(x) + MathF.Cosh(x);
            r[at + 10] = MathF.Atan(x) + MathF.Asin(x / 100) + MathF.Acos(x / 100);
            var (sin, cos) = MathF.SinCos(x);
            r[at + 11] = sin * cos;
            d[i] = Math.Exp(x) + Math.Log(x, 2.0) + Math.Pow(x, 3) + XMath.Sqrt((double)x);
        },
        new float[] { 0.25f, 0.5f, 1, 1.5f, 2, 3, 7.5f, 10, 20 },
        new float[9 * 12],
        new double[9]);

    [Fact]
    public void Rounding_to_digits() => KernelCheck.Items(
        8,
        (Index1D i, ArrayView<double> d, ArrayView<float> f) =>
        {
            double x = d[i];
            f[i] = MathF.Round((float)x, 1) + MathF.Round((float)x, 2, MidpointRounding.AwayFromZero);
            d[i] = Math.Round(x, 2) + Math.Round(x, 1, MidpointRounding.ToPositiveInfinity) + Math.Round(x, MidpointRounding.AwayFromZero);
        },
        new double[] { 0.125, -2.345, 2.5, 1e17, -0.05, 1234.5678, double.NaN, -1e-9 },
        new float[8]);

    [Fact]
    public void Bit_functions() => KernelCheck.Items(
        EdgeValues.Int64.Length,
        (Index1D i, ArrayView<long> a, ArrayView<int> r) =>
        {
            long x = a[i];
            int at = i * 12;
            r[at] = BitOperations.PopCount((ulong)x);
            r[at + 1] = BitOperations.LeadingZeroCount((uint)x);
            r[at + 2] = BitOperations.TrailingZeroCount(x);
            r[at + 3] = BitOperations.TrailingZeroCount((uint)x);
            r[at + 4] = BitOperations.Log2((ulong)x);
            r[at + 5] = (int)BitOperations.RotateLeft((uint)x, 7);
            r[at + 6] = BitOperations.IsPow2(x) ? 1 : 0;
            r[at + 7] = IntrinsicMath.PopCount((int)x);
            r[at + 8] = XMath.LeadingZeroCount((ulong)x);
            r[at + 9] = int.PopCount((int)x) + (int)long.LeadingZeroCount(x);
            r[at + 10] = IntrinsicMath.Max((int)x, 5) + IntrinsicMath.Min((int)(x >> 32), 7);
            r[at + 11] = XMath.DivRoundUp((int)x & 0xffff, 7);
        },
        EdgeValues.Int64,
        new int[EdgeValues.Int64.Length * 12]);
}
