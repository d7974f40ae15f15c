using GpuNet.Engine.Tests.Frontend;
using ILGPU;
using ILGPU.Algorithms;
using Half = ILGPU.Half;

namespace GpuNet.Engine.Tests.Api.Device;

/// <summary>The plain C# of the math types gives the same bits inlined in a kernel as on the host.</summary>
public class KernelMathTests
{
    private static readonly float[] Floats =
    [
        0f, -0f, 1f, -1f, 0.5f, 2.5f, -3.5f, 0.1f, 65504f, 65520f, -65519.996f, 1e-8f, 5.9604645e-8f, 2.9802322e-8f, 6.1e-5f,
        1234.567f, float.MaxValue, float.Epsilon, float.PositiveInfinity, float.NegativeInfinity,
    ];

    private static readonly double[] Doubles =
        [0.0, -0.0, 1.5, 2.5, -2.5, 0.49999999999999994, 1e17, -1.005, 2.675, 3.0, 1e-300, double.NegativeInfinity];

    [Fact]
    public void Halves_round_and_widen() => KernelCheck.Items(
        Floats.Length, (Index1D i, ArrayView<float> x, ArrayView<ushort> h, ArrayView<float> y, ArrayView<ushort> d) =>
        {
            var half = (Half)x[i];
            h[i] = Interop.FloatAsInt(half);
            y[i] = half;
            d[i] = Interop.FloatAsInt((Half)((double)x[i] * 1.0000001));
        },
        Floats, new ushort[Floats.Length], new float[Floats.Length], new ushort[Floats.Length]);

    [Fact]
    public void Halves_calculate_and_compare() => KernelCheck.Items(
        Floats.Length, (Index1D i, ArrayView<float> x, ArrayView<Half> y, ArrayView<int> flags) =>
        {
            var a = (Half)x[i];
            var b = (Half)x[x.IntLength - 1 - i];
            y[4 * i] = a + b;
            y[4 * i + 1] = -a * b;
            y[4 * i + 2] = a / (Half)3;
            y[4 * i + 3] = IntrinsicMath.Abs(a - Half.One);
            flags[i] = (a < b ? 1 : 0) | (a == b ? 2 : 0) | (Half.IsFinite(a) ? 4 : 0) | (Half.IsNaN(a - a) ? 8 : 0);
        },
        Floats, new Half[4 * Floats.Length], new int[Floats.Length]);

    [Fact]
    public void Roundings_and_remainders() => KernelCheck.Items(
        Doubles.Length, (Index1D i, ArrayView<double> x, ArrayView<double> y) =>
        {
            y[5 * i] = XMath.RoundAwayFromZero(x[i]);
            y[5 * i + 1] = XMath.RoundToEven(x[i]);
            y[5 * i + 2] = XMath.Round(x[i], 2, MidpointRounding.ToZero);
            y[5 * i + 3] = XMath.IEEERemainder(x[i], 2.0);
            y[5 * i + 4] = XMath.Clamp(XMath.DegToRad(x[i]), -0.5, 1e3) + XMath.Sign(x[i]);
        },
        Doubles, new double[5 * Doubles.Length]);

    [Fact]
    public void Integers_are_taken_apart_and_divided() => KernelCheck.Items(
        8, (Index1D i, ArrayView<long> x, ArrayView<int> y) =>
        {
            var parts = IntrinsicMath.Decompose(x[i]);
            y[4 * i] = (int)(parts.Lower ^ parts.Upper);
            y[4 * i + 1] = (int)XMath.DivRoundUp(x[i], 7);
            y[4 * i + 2] = XMath.PopCount(x[i]) + XMath.LeadingZeroCount(x[i]);
            y[4 * i + 3] = IntrinsicMath.ComposeLong(parts) == x[i] ? 1 : 0;
        },
        new long[] { 0, 1, -1, 7, 8, long.MaxValue, 0x123456789ABC, 1L << 40 }, new int[32]);
}
