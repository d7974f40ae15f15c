using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// y = 1 where a comparison of a and b holds, else 0: truth values, one byte each. Launch: auto-grouped, one item an
/// element of y.
/// </summary>
public static class ComparisonKernels
{
    /// <summary>Operands of y's shape.</summary>
    public static void Same<TComparison, T>(Index1D index, ArrayView<T> a, ArrayView<T> b, ArrayView<byte> y)
        where TComparison : unmanaged, IComparison
        where T : unmanaged, INumber<T> =>
        y[index] = TComparison.Holds(a[index], b[index]) ? (byte)1 : (byte)0;

    /// <summary>Both operands read through strides.</summary>
    public static void Broadcast<TComparison, T>(
        Index1D index, ArrayView<T> a, ArrayView<T> b, ArrayView<byte> y, BroadcastShape shape)
        where TComparison : unmanaged, IComparison
        where T : unmanaged, INumber<T> =>
        y[index] = TComparison.Holds(a[shape.OffsetA(index)], b[shape.OffsetB(index)]) ? (byte)1 : (byte)0;
}
