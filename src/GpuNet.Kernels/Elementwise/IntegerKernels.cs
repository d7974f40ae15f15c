using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Arithmetic of integers and truth values. Launch: auto-grouped, one item an element of y. Numerics: exact, but for
/// what overflows: its low bits stay.
/// </summary>
public static class IntegerKernels
{
    /// <summary>y[i] = f(a[i], b[i]).</summary>
    public static void Same<TOp, T>(Index1D index, ArrayView<T> a, ArrayView<T> b, ArrayView<T> y)
        where TOp : unmanaged, IIntegerOp
        where T : unmanaged, INumber<T> =>
        y[index] = TOp.OfIntegers(a[index], b[index]);

    /// <summary>y = f(a, b) with both operands read through strides.</summary>
    public static void Broadcast<TOp, T>(
        Index1D index, ArrayView<T> a, ArrayView<T> b, ArrayView<T> y, BroadcastShape shape)
        where TOp : unmanaged, IIntegerOp
        where T : unmanaged, INumber<T> =>
        y[index] = TOp.OfIntegers(a[shape.OffsetA(index)], b[shape.OffsetB(index)]);

    /// <summary>
    /// y[o, c, j] = sum of x[o, k, j] over the chunk c of k, for x [outer, axis, inner] and y [outer, chunks, inner]
    /// with <c>chunks = ceil(axis / chunk)</c>: one launch where a chunk is the axis, or one more over the sums.
    /// </summary>
    public static void Sum<TStored, TSource>(
        Index1D index, ArrayView<TStored> x, ArrayView<long> y, int axis, int inner, int chunk)
        where TStored : unmanaged
        where TSource : unmanaged, IStorage<TStored, long>
    {
        var chunks = (axis + chunk - 1) / chunk;
        var slice = index.X / inner;
        var outer = slice / chunks;
        var start = (slice - outer * chunks) * chunk;
        var end = IntrinsicMath.Min(start + chunk, axis);
        var first = outer * axis * inner + (index.X - slice * inner);
        var total = 0L;
        for (var k = start; k < end; k++)
            total += TSource.Load(x[first + k * inner]);
        y[index] = total;
    }
}
