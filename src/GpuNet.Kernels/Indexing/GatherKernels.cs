using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Elements and slices by index, along the middle dimension of x [outer, axis, inner]. An index outside 0..axis-1 gives
/// <c>outside</c> where something is read, and is noted in <c>fault</c> (<see cref="IndexFault"/>); it is passed over where
/// something is written. Numerics: elements are moved, bit for bit.
/// </summary>
public static class GatherKernels
{
    /// <summary>
    /// y[o, k, j] = x[o, indices[o, k, j], j] for k below count. Launch: auto-grouped, one item an element of y.
    /// Source: torch.gather.
    /// </summary>
    public static void Elements<T>(
        Index1D index, ArrayView<T> x, ArrayView<int> indices, ArrayView<T> y, int axis, int count, int inner, T outside,
        ArrayView<int> fault)
        where T : unmanaged
    {
        var slice = index.X / inner;
        var from = indices[index];
        var isInside = from >= 0 & from < axis;
        var value = outside;
        if (isInside)
            value = x[(slice / count * axis + from) * inner + (index.X - slice * inner)];
        y[index] = value;
        if (!isInside)
            IndexFault.Note(fault, from, axis);
    }

    /// <summary>
    /// <see cref="Elements{T}"/> along the last dimension: neighbours share their line, which is found by one division. Launch: as
    /// there.
    /// </summary>
    public static void LineElements<T>(
        Index1D index, ArrayView<T> x, ArrayView<int> indices, ArrayView<T> y, int axis, int count, T outside, ArrayView<int> fault)
        where T : unmanaged
    {
        var line = index.X / count * axis;
        var from = indices[index];
        var isInside = from >= 0 & from < axis;
        var value = outside;
        if (isInside)
            value = x[line + from];
        y[index] = value;
        if (!isInside)
            IndexFault.Note(fault, from, axis);
    }

    /// <summary>
    /// y[o, indices[o, k, j], j] = x[o, k, j] for k below count, where no index comes twice in a line; other elements of y
    /// stay. Launch: auto-grouped, one item an element of x.
    /// </summary>
    public static void Place<T>(
        Index1D index, ArrayView<T> x, ArrayView<int> indices, ArrayView<T> y, int axis, int count, int inner)
        where T : unmanaged
    {
        var slice = index.X / inner;
        var to = indices[index];
        if (to >= 0 & to < axis)
            y[(slice / count * axis + to) * inner + (index.X - slice * inner)] = x[index];
    }

    /// <summary>
    /// y[o, k, j] = x[o, indices[k], j] for k below count. Launch: auto-grouped, one item an element of y. Source:
    /// torch.index_select.
    /// </summary>
    public static void Slices<T>(
        Index1D index, ArrayView<T> x, ArrayView<int> indices, ArrayView<T> y, int axis, int count, int inner, T outside,
        ArrayView<int> fault)
        where T : unmanaged
    {
        var slice = index.X / inner;
        var outer = slice / count;
        var from = indices[slice - outer * count];
        var isInside = from >= 0 & from < axis;
        var value = outside;
        if (isInside)
            value = x[(outer * axis + from) * inner + (index.X - slice * inner)];
        y[index] = value;
        if (!isInside)
            IndexFault.Note(fault, from, axis);
    }

    /// <summary><see cref="Slices{T}"/> of one element: y[o, k] = x[o, indices[k]]. Launch: as there.</summary>
    public static void LineSlices<T>(
        Index1D index, ArrayView<T> x, ArrayView<int> indices, ArrayView<T> y, int axis, int count, T outside, ArrayView<int> fault)
        where T : unmanaged
    {
        var outer = index.X / count;
        var from = indices[index.X - outer * count];
        var isInside = from >= 0 & from < axis;
        var value = outside;
        if (isInside)
            value = x[outer * axis + from];
        y[index] = value;
        if (!isInside)
            IndexFault.Note(fault, from, axis);
    }

    /// <summary>
    /// <see cref="Slices"/> for long slices. Launch: explicitly grouped, one group of any size a slice of y.
    /// </summary>
    public static void LongSlices<T>(
        ArrayView<T> x, ArrayView<int> indices, ArrayView<T> y, int axis, int count, int inner, T outside,
        ArrayView<int> fault)
        where T : unmanaged
    {
        var outer = Grid.IdxX / count;
        var from = indices[Grid.IdxX - outer * count];
        var to = Grid.IdxX * inner;
        if (from < 0 | from >= axis)
        {
            for (var j = Group.IdxX; j < inner; j += Group.DimX)
                y[to + j] = outside;
            if (Group.IdxX == 0)
                IndexFault.Note(fault, from, axis);
            return;
        }

        var start = (outer * axis + from) * inner;
        for (var j = Group.IdxX; j < inner; j += Group.DimX)
            y[to + j] = x[start + j];
    }
}
