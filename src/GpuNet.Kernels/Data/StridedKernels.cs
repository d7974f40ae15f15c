using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Copies from strides to strides: what permuting, slicing, repeating, reversing and concatenating are made of.
/// Numerics: elements are moved, bit for bit.
/// </summary>
public static class StridedKernels
{
    /// <summary>One item an element: y at b of the shape = x at a of it. Launch: auto-grouped, one item an element.</summary>
    public static void Elements<T>(Index1D index, ArrayView<T> x, ArrayView<T> y, StridedShape shape) where T : unmanaged
    {
        var (from, to) = shape.Locate(index);
        y[to] = x[from];
    }

    /// <summary>
    /// Rows whose elements lie side by side in x and y; the shape says where each row begins, so that what is computed
    /// with strides is shared by a row. Launch: explicitly grouped, <c>strips * ceil(rows / rowsPerGroup)</c> groups of
    /// any size: a group moves the same strip of some rows.
    /// </summary>
    /// <param name="x">What is read.</param>
    /// <param name="y">What is written.</param>
    /// <param name="shape">Where the rows begin.</param>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="rowsPerGroup">How many of them a group moves.</param>
    /// <param name="columns">Elements of a row.</param>
    /// <param name="strips">How many groups share a row.</param>
    public static void Rows<T>(
        ArrayView<T> x, ArrayView<T> y, StridedShape shape, int rows, int rowsPerGroup, int columns, int strips)
        where T : unmanaged
    {
        var block = Grid.IdxX / strips;
        var width = (columns + strips - 1) / strips;
        var first = (Grid.IdxX - block * strips) * width;
        var end = IntrinsicMath.Min(first + width, columns);
        var lastRow = IntrinsicMath.Min((block + 1) * rowsPerGroup, rows);
        for (var row = block * rowsPerGroup; row < lastRow; row++)
        {
            var (from, to) = shape.Locate(row);
            for (var i = first + Group.IdxX; i < end; i += Group.DimX)
                y[to + i] = x[from + i];
        }
    }

    /// <summary>
    /// <see cref="Rows{T}"/> of which each repeats one element of x: y at the row's begin + i = x at the row's begin. Launch: as
    /// there.
    /// </summary>
    /// <param name="x">What is read.</param>
    /// <param name="y">What is written.</param>
    /// <param name="shape">Where the rows begin.</param>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="rowsPerGroup">How many of them a group fills.</param>
    /// <param name="columns">Elements of a row of y.</param>
    /// <param name="strips">How many groups share a row.</param>
    public static void RepeatedElements<T>(
        ArrayView<T> x, ArrayView<T> y, StridedShape shape, int rows, int rowsPerGroup, int columns, int strips)
        where T : unmanaged
    {
        var block = Grid.IdxX / strips;
        var width = (columns + strips - 1) / strips;
        var first = (Grid.IdxX - block * strips) * width;
        var end = IntrinsicMath.Min(first + width, columns);
        var lastRow = IntrinsicMath.Min((block + 1) * rowsPerGroup, rows);
        for (var row = block * rowsPerGroup; row < lastRow; row++)
        {
            var (from, to) = shape.Locate(row);
            var element = x[from];
            for (var i = first + Group.IdxX; i < end; i += Group.DimX)
                y[to + i] = element;
        }
    }
}
