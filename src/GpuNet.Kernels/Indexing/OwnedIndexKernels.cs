using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// What comes to the same index, without sorting: one item owns a line, and walks through its indices. So the order is that of
/// <see cref="SegmentedIndexKernels"/>, upwards, and the bits are the same. For processors, where a walk takes a few nanoseconds a
/// number, and there are few items. An index outside 0..axis-1 is noted in <c>fault</c>; nothing else becomes of it.
/// </summary>
public static class OwnedIndexKernels
{
    /// <summary>
    /// y[o, n, j] += the sum of x[o, k, j] over the k whose index is n, upwards. Launch: explicitly grouped, groups of any size, so
    /// many for each o that they have at least as many items as there are j.
    /// </summary>
    /// <param name="x">[outer, count, inner].</param>
    /// <param name="indices">The line of (o, j) begins at o outerLine + j innerLine; its next is lineStep further.</param>
    /// <param name="y">[outer, axis, inner], zeros.</param>
    /// <param name="axis">How many places there are.</param>
    /// <param name="count">Indices in a line.</param>
    /// <param name="inner">Slices after the axis.</param>
    /// <param name="outerLine">0 if all lines share their indices.</param>
    /// <param name="innerLine">0 if all lines share their indices.</param>
    /// <param name="lineStep">The distance of a line's indices.</param>
    /// <param name="fault">Where an index outside is noted.</param>
    public static void Sums<T>(
        ArrayView<T> x, ArrayView<int> indices, ArrayView<T> y, int axis, int count, int inner, int outerLine, int innerLine,
        int lineStep, ArrayView<int> fault)
        where T : unmanaged, INumber<T>
    {
        var blocks = (inner + Group.DimX - 1) / Group.DimX;
        var outer = Grid.IdxX / blocks;
        var j = (Grid.IdxX - outer * blocks) * Group.DimX + Group.IdxX;
        if (j >= inner)
            return;
        var own = outer * axis * inner + j;
        var from = outer * count * inner + j;
        var line = outer * outerLine + j * innerLine;
        for (var k = 0; k < count; k++)
        {
            var n = indices[line + k * lineStep];
            if (n >= 0 & n < axis)
                y[own + n * inner] += x[from + k * inner];
            else
                IndexFault.Note(fault, n, axis);
        }
    }

    /// <summary>
    /// The same of long slices by common indices. Launch: explicitly grouped, groups of any size, <paramref name="strips"/> for each o.
    /// </summary>
    /// <param name="x">[outer, count, inner].</param>
    /// <param name="indices">[count].</param>
    /// <param name="y">[outer, axis, inner], zeros.</param>
    /// <param name="axis">How many places there are.</param>
    /// <param name="count">How many indices.</param>
    /// <param name="inner">Numbers of a slice.</param>
    /// <param name="strips">How many groups share a slice.</param>
    /// <param name="fault">Where an index outside is noted.</param>
    public static void SliceSums<T>(
        ArrayView<T> x, ArrayView<int> indices, ArrayView<T> y, int axis, int count, int inner, int strips, ArrayView<int> fault)
        where T : unmanaged, INumber<T>
    {
        var outer = Grid.IdxX / strips;
        var width = (inner + strips - 1) / strips;
        var first = (Grid.IdxX - outer * strips) * width;
        var end = IntrinsicMath.Min(first + width, inner);
        for (var k = 0; k < count; k++)
        {
            var n = indices[k];
            if (n >= 0 & n < axis)
            {
                var (from, to) = ((outer * count + k) * inner, (outer * axis + n) * inner);
                for (var j = first + Group.IdxX; j < end; j += Group.DimX)
                    y[to + j] += x[from + j];
            }
            else if (Group.IdxX == 0)
            {
                IndexFault.Note(fault, n, axis);
            }
        }
    }

    /// <summary>
    /// y[o, n, j] = the last k with indices[o, k, j] = n; where there is none, y stays. Launch: as <see cref="Sums{T}"/>.
    /// </summary>
    /// <param name="indices">[outer, count, inner].</param>
    /// <param name="y">[outer, axis, inner].</param>
    /// <param name="axis">How many places there are.</param>
    /// <param name="count">Indices in a line.</param>
    /// <param name="inner">Slices after the axis.</param>
    /// <param name="fault">Where an index outside is noted.</param>
    public static void Last(ArrayView<int> indices, ArrayView<int> y, int axis, int count, int inner, ArrayView<int> fault)
    {
        var blocks = (inner + Group.DimX - 1) / Group.DimX;
        var outer = Grid.IdxX / blocks;
        var j = (Grid.IdxX - outer * blocks) * Group.DimX + Group.IdxX;
        if (j >= inner)
            return;
        var own = outer * axis * inner + j;
        var line = outer * count * inner + j;
        for (var k = 0; k < count; k++)
        {
            var n = indices[line + k * inner];
            if (n >= 0 & n < axis)
                y[own + n * inner] = k;
            else
                IndexFault.Note(fault, n, axis);
        }
    }
}
