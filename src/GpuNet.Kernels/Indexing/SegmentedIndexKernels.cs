using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// What comes to the same index: sums of it, or the last of it. The indices were sorted (<see cref="SortKernels"/>), so
/// that those of one value lie side by side in their old order, and an item takes them one after the other: no atomics,
/// and the same bits in each run.
/// </summary>
/// <remarks>
/// x is [outer, count, inner], y [outer, axis, inner]; the sorted indices are [lines, count], where the line of (o, j) is
/// <c>o * outerLine + j * innerLine</c>: one for each, or one for all.
/// </remarks>
public static class SegmentedIndexKernels
{
    /// <summary>
    /// starts[line, n] = how many of a line's sorted indices are below n, for n in 0..axis; an index outside 0..axis-1 is
    /// noted in <paramref name="fault"/>. Launch: auto-grouped, one item an element of starts [lines, axis + 1].
    /// </summary>
    public static void Starts(
        Index1D index, ArrayView<int> sorted, ArrayView<int> starts, int axis, int count, ArrayView<int> fault)
    {
        var line = index.X / (axis + 1);
        var n = index.X - line * (axis + 1);
        var below = 0;
        var end = count;
        while (below < end)
        {
            var middle = (below + end) / 2;
            if (sorted[line * count + middle] < n)
                below = middle + 1;
            else
                end = middle;
        }

        starts[index] = below;
        // Where the line is sorted, one out of range is its first or its last.
        if (n == 0 & below > 0)
            IndexFault.Note(fault, sorted[line * count], axis);
        if (n == axis & below < count)
            IndexFault.Note(fault, sorted[line * count + count - 1], axis);
    }

    /// <summary>
    /// y[o, n, j] = sum of x[o, k, j] over the k whose index is n, upwards. Launch: auto-grouped, one item an element of y.
    /// </summary>
    public static void Sums<T>(
        Index1D index, ArrayView<T> x, ArrayView<int> order, ArrayView<int> starts, ArrayView<T> y, int axis, int count,
        int inner, int outerLine, int innerLine)
        where T : unmanaged, INumber<T>
    {
        var slice = index.X / inner;
        var outer = slice / axis;
        var j = index.X - slice * inner;
        var line = outer * outerLine + j * innerLine;
        var segment = line * (axis + 1) + slice - outer * axis;
        var end = starts[segment + 1];
        var sum = T.Zero;
        for (var p = starts[segment]; p < end; p++)
            sum += x[(outer * count + order[line * count + p]) * inner + j];
        y[index] = sum;
    }

    /// <summary>
    /// y[o, n, j] = the largest k whose index is n, -1 if none is. Launch: auto-grouped, one item an element of y.
    /// </summary>
    public static void Last(
        Index1D index, ArrayView<int> order, ArrayView<int> starts, ArrayView<int> y, int axis, int count, int inner)
    {
        var slice = index.X / inner;
        var outer = slice / axis;
        var line = outer * inner + (index.X - slice * inner);
        var segment = line * (axis + 1) + slice - outer * axis;
        var end = starts[segment + 1];
        y[index] = end > starts[segment] ? order[line * count + end - 1] : -1;
    }
}
