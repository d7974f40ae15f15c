using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Sums of what comes to the same index, without sorting: one item owns a line, and walks through its indices. So the order
/// of additions is that of <see cref="SegmentedIndexKernels"/>, upwards, and the bits are the same. For processors, where a walk
/// takes a few nanoseconds a number, and there are few items.
/// </summary>
public static class OwnedIndexKernels
{
    /// <summary>
    /// y[o, n, j] = sum of x[o, k, j] over the k whose index is n, upwards. Launch: explicitly grouped, groups of any size, so
    /// many for each o that they have at least as many items as there are j.
    /// </summary>
    /// <param name="x">[outer, count, inner].</param>
    /// <param name="indices">The line of (o, j) begins at o outerLine + j innerLine; its next is lineStep further.</param>
    /// <param name="y">[outer, axis, inner].</param>
    /// <param name="axis">How many places there are.</param>
    /// <param name="count">Indices in a line.</param>
    /// <param name="inner">Slices after the axis.</param>
    /// <param name="outerLine">0 if all lines share their indices.</param>
    /// <param name="innerLine">0 if all lines share their indices.</param>
    /// <param name="lineStep">The distance of a line's indices.</param>
    /// <param name="fault">Where an index outside 0..axis-1 is noted; nothing else becomes of it.</param>
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
        for (var n = 0; n < axis; n++)
            y[own + n * inner] = T.Zero;
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
}
