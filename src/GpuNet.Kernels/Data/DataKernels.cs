using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Moving numbers about. Launch, unless said otherwise: auto-grouped, one item an element of the output.
/// </summary>
public static class DataKernels
{
    /// <summary>y[i] = value.</summary>
    public static void Fill<T>(Index1D index, ArrayView<T> y, T value) where T : unmanaged =>
        y[index] = value;

    /// <summary>y[i] = x[i].</summary>
    public static void Copy<T>(Index1D index, ArrayView<T> x, ArrayView<T> y) where T : unmanaged =>
        y[index] = x[index];

    /// <summary>
    /// y = factor * x, x read through the strides of operand a: permuted, sliced or repeated, up to four dimensions.
    /// </summary>
    public static void ScaleStrided<T>(Index1D index, ArrayView<T> x, ArrayView<T> y, BroadcastShape shape, T factor)
        where T : unmanaged, INumber<T> =>
        y[index] = factor * x[shape.OffsetA(index)];

    /// <summary>y[i] += x[i].</summary>
    public static void Accumulate<T>(Index1D index, ArrayView<T> x, ArrayView<T> y) where T : unmanaged, INumber<T> =>
        y[index] += x[index];

    /// <summary>
    /// y[r, c] = x[indices[r], c]: rows by index, every index in 0..rows of x - 1 (the caller checks).
    /// </summary>
    public static void GatherRows<T>(
        Index1D index, ArrayView<T> x, ArrayView<int> indices, ArrayView<T> y, int columns)
        where T : unmanaged
    {
        var row = index.X / columns;
        y[index] = x[indices[row] * columns + (index.X - row * columns)];
    }
}
