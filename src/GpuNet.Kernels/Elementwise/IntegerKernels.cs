using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Arithmetic of integers and truth values. Launch: auto-grouped, one item an element of y. Numerics: exact, but for
/// what overflows: its low bits stay.
/// </summary>
public static class IntegerKernels
{
    /// <summary>The largest group of <see cref="FoldLines{TOp, TStored, TSource}"/>.</summary>
    public const int MostLanes = 64;

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
    /// y[o, c, j] = f(f(x[o, k, j], x[o, k + 1, j]), ..) over the chunk c of k, for x [outer, axis, inner] and
    /// y [outer, chunks, inner] with <c>chunks = ceil(axis / chunk)</c>, none of them empty: one launch where a chunk is the
    /// axis, or one more over the results. The op is one whose order does not matter.
    /// </summary>
    public static void Fold<TOp, TStored, TSource>(
        Index1D index, ArrayView<TStored> x, ArrayView<long> y, int axis, int inner, int chunk)
        where TOp : unmanaged, IIntegerOp
        where TStored : unmanaged
        where TSource : unmanaged, IStorage<TStored, long>
    {
        var chunks = (axis + chunk - 1) / chunk;
        var slice = index.X / inner;
        var outer = slice / chunks;
        var start = (slice - outer * chunks) * chunk;
        var end = IntrinsicMath.Min(start + chunk, axis);
        var first = outer * axis * inner + (index.X - slice * inner);
        var total = TSource.Load(x[first + start * inner]);
        for (var k = start + 1; k < end; k++)
            total = TOp.OfIntegers(total, TSource.Load(x[first + k * inner]));
        y[index] = total;
    }

    /// <summary>
    /// The same of lines, x [outer, axis], by groups, whose items read neighbours. Launch: explicitly grouped, groups of at
    /// most <see cref="MostLanes"/> items, one an element of y [outer, chunks].
    /// </summary>
    public static void FoldLines<TOp, TStored, TSource>(ArrayView<TStored> x, ArrayView<long> y, int axis, int chunk)
        where TOp : unmanaged, IIntegerOp
        where TStored : unmanaged
        where TSource : unmanaged, IStorage<TStored, long>
    {
        var totals = SharedMemory.Allocate<long>(MostLanes);
        var chunks = (axis + chunk - 1) / chunk;
        var outer = Grid.IdxX / chunks;
        var start = (Grid.IdxX - outer * chunks) * chunk;
        var length = IntrinsicMath.Min(start + chunk, axis) - start;
        var first = outer * axis + start;
        if (Group.IdxX < length)
        {
            var total = TSource.Load(x[first + Group.IdxX]);
            for (var k = Group.IdxX + Group.DimX; k < length; k += Group.DimX)
                total = TOp.OfIntegers(total, TSource.Load(x[first + k]));
            totals[Group.IdxX] = total;
        }

        Group.Barrier();
        if (Group.IdxX == 0)
        {
            var total = totals[0];
            for (var lane = 1; lane < IntrinsicMath.Min(Group.DimX, length); lane++)
                total = TOp.OfIntegers(total, totals[lane]);
            y[Grid.IdxX] = total;
        }
    }
}
