using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// A binary op over every element of its output. <see cref="Same"/> is the case of equal shapes, <see cref="ByRow"/>,
/// <see cref="ByColumn"/> and <see cref="ByScalar"/> repeat b (a bias, a value per sample, a number), and
/// <see cref="Broadcast"/> covers every other pair of shapes with up to four dimensions.
/// </summary>
/// <remarks>
/// Source of the broadcasting rules: NumPy. Numerics: those of the op in <c>TMath</c>. Offsets are ints, so an operand
/// has fewer than 2^31 elements.
/// </remarks>
public static class BinaryKernels
{
    /// <summary>y[i] = f(a[i], b[i]). Launch: auto-grouped, one item an element.</summary>
    public static void Same<TOp, T, TMath>(Index1D index, ArrayView<T> a, ArrayView<T> b, ArrayView<T> y, TOp op)
        where TOp : unmanaged, IBinaryOp<TOp>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        y[index] = op.Forward<T, TMath>(a[index], b[index]);

    /// <summary>y[i] = f(a[i], b[0]). Launch: auto-grouped, one item an element.</summary>
    public static void ByScalar<TOp, T, TMath>(Index1D index, ArrayView<T> a, ArrayView<T> b, ArrayView<T> y, TOp op)
        where TOp : unmanaged, IBinaryOp<TOp>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        y[index] = op.Forward<T, TMath>(a[index], b[0]);

    /// <summary>
    /// y[r, c] = f(a[r, c], b[c]). Launch: auto-grouped, extent <c>columns * ceil(rows / rowsPerItem)</c>: an item
    /// walks down <paramref name="rowsPerItem"/> rows of one column, so neighbours read neighbours and b is read once
    /// an item.
    /// </summary>
    public static void ByRow<TOp, T, TMath>(
        Index1D index, ArrayView<T> a, ArrayView<T> b, ArrayView<T> y, int rows, int columns, int rowsPerItem, TOp op)
        where TOp : unmanaged, IBinaryOp<TOp>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var block = index.X / columns;
        var column = index.X - block * columns;
        var end = IntrinsicMath.Min((block + 1) * rowsPerItem, rows);
        var right = b[column];
        for (var row = block * rowsPerItem; row < end; row++)
            y[row * columns + column] = op.Forward<T, TMath>(a[row * columns + column], right);
    }

    /// <summary>y[r, c] = f(a[r, c], b[r]). Launch: as <see cref="ByRow"/>.</summary>
    public static void ByColumn<TOp, T, TMath>(
        Index1D index, ArrayView<T> a, ArrayView<T> b, ArrayView<T> y, int rows, int columns, int rowsPerItem, TOp op)
        where TOp : unmanaged, IBinaryOp<TOp>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var block = index.X / columns;
        var column = index.X - block * columns;
        var end = IntrinsicMath.Min((block + 1) * rowsPerItem, rows);
        for (var row = block * rowsPerItem; row < end; row++)
            y[row * columns + column] = op.Forward<T, TMath>(a[row * columns + column], b[row]);
    }

    /// <summary>
    /// y = f(a, b) with both operands read through strides. Launch: auto-grouped, one item an element of y.
    /// </summary>
    public static void Broadcast<TOp, T, TMath>(
        Index1D index, ArrayView<T> a, ArrayView<T> b, ArrayView<T> y, BroadcastShape shape, TOp op)
        where TOp : unmanaged, IBinaryOp<TOp>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        y[index] = op.Forward<T, TMath>(a[shape.OffsetA(index)], b[shape.OffsetB(index)]);
}
