using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Conversions between element types, y[i] = (type)x[i], rounded to nearest even. Launch: auto-grouped, one item an
/// element.
/// </summary>
public static class CastKernels
{
    /// <summary>Float to double, exact.</summary>
    public static void FloatToDouble(Index1D index, ArrayView<float> x, ArrayView<double> y) =>
        y[index] = x[index];

    /// <summary>Double to float.</summary>
    public static void DoubleToFloat(Index1D index, ArrayView<double> x, ArrayView<float> y) =>
        y[index] = (float)x[index];

    /// <summary>Int to float.</summary>
    public static void IntToFloat(Index1D index, ArrayView<int> x, ArrayView<float> y) =>
        y[index] = x[index];

    /// <summary>Int to double, exact.</summary>
    public static void IntToDouble(Index1D index, ArrayView<int> x, ArrayView<double> y) =>
        y[index] = x[index];

    /// <summary>Float to half.</summary>
    public static void FloatToHalf(Index1D index, ArrayView<float> x, ArrayView<ILGPU.Half> y) =>
        y[index] = (ILGPU.Half)x[index];

    /// <summary>Half to float, exact.</summary>
    public static void HalfToFloat(Index1D index, ArrayView<ILGPU.Half> x, ArrayView<float> y) =>
        y[index] = (float)x[index];
}
