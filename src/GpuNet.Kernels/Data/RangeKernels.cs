using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Equally spaced numbers: y[i] = start + i step for i below <c>half</c>, and end - (last - i) step from there on, so that both
/// ends are exact. Launch: auto-grouped, one item an element of y. Numerics: in double precision, each rounded once.
/// </summary>
public static class RangeKernels
{
    /// <summary>As singles.</summary>
    public static void Singles(
        Index1D index, ArrayView<float> y, double start, double end, double step, int half, int last) =>
        y[index] = (float)At(index, start, end, step, half, last);

    /// <summary>As doubles.</summary>
    public static void Doubles(
        Index1D index, ArrayView<double> y, double start, double end, double step, int half, int last) =>
        y[index] = At(index, start, end, step, half, last);

    /// <summary>As integers: truncated.</summary>
    public static void Integers(
        Index1D index, ArrayView<int> y, double start, double end, double step, int half, int last) =>
        y[index] = (int)At(index, start, end, step, half, last);

    /// <summary>As 64-bit integers: truncated.</summary>
    public static void Longs(
        Index1D index, ArrayView<long> y, double start, double end, double step, int half, int last) =>
        y[index] = (long)At(index, start, end, step, half, last);

    private static double At(int i, double start, double end, double step, int half, int last) =>
        i < half ? start + i * step : end - (last - i) * step;
}
