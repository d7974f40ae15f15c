using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Softmax and log-softmax over the last dimension of [rows, columns], forward and backward; the row's maximum is
/// subtracted first, so nothing overflows.
/// </summary>
/// <remarks>
/// Up to <see cref="LongestItemRow"/> columns, one item takes a row (auto-grouped, extent rows); longer rows take one
/// group of any size each (explicitly grouped, rows groups). Which of the two follows from the shape alone, so every
/// device sums in the same order. A row of which the maximum is infinite, or with a NaN, is NaN throughout.
/// </remarks>
public static class SoftmaxKernels
{
    /// <summary>Rows up to this length use the item kernels, longer ones the group kernels.</summary>
    public const int LongestItemRow = 64;

    /// <summary>y = softmax or log-softmax of x, one item a row.</summary>
    public static void ItemForward<TForm, T, TMath>(
        Index1D row, ArrayView<T> x, ArrayView<T> y, int columns, TForm form)
        where TForm : unmanaged, ISoftmaxForm<TForm>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var start = row.X * columns;
        var max = TMath.Of(double.NegativeInfinity);
        for (var c = 0; c < columns; c++)
            max = TMath.Max(max, x[start + c]);

        var sum = T.Zero;
        for (var c = 0; c < columns; c++)
            sum += TMath.Exp(x[start + c] - max);

        for (var c = 0; c < columns; c++)
            y[start + c] = form.Output<T, TMath>(x[start + c] - max, sum);
    }

    /// <summary>dx from y and dy, one item a row.</summary>
    public static void ItemBackward<TForm, T, TMath>(
        Index1D row, ArrayView<T> y, ArrayView<T> dy, ArrayView<T> dx, int columns, TForm form)
        where TForm : unmanaged, ISoftmaxForm<TForm>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var start = row.X * columns;
        var total = T.Zero;
        for (var c = 0; c < columns; c++)
            total += form.BackwardTerm<T, TMath>(y[start + c], dy[start + c]);

        for (var c = 0; c < columns; c++)
            dx[start + c] = form.BackwardResult<T, TMath>(y[start + c], dy[start + c], total);
    }

    /// <summary>y = softmax or log-softmax of x, one group a row.</summary>
    public static void GroupForward<TForm, T, TMath>(ArrayView<T> x, ArrayView<T> y, int columns, TForm form)
        where TForm : unmanaged, ISoftmaxForm<TForm>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var lanes = SharedMemory.Allocate<T>(LaneTree.Lanes);
        var start = Grid.IdxX * columns;
        var max = RowMax<T, TMath>(x, start, columns, lanes);
        var sum = RowSumExp<T, TMath>(x, start, columns, max, lanes);
        for (var c = Group.IdxX; c < columns; c += Group.DimX)
            y[start + c] = form.Output<T, TMath>(x[start + c] - max, sum);
    }

    /// <summary>dx from y and dy, one group a row.</summary>
    public static void GroupBackward<TForm, T, TMath>(
        ArrayView<T> y, ArrayView<T> dy, ArrayView<T> dx, int columns, TForm form)
        where TForm : unmanaged, ISoftmaxForm<TForm>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var lanes = SharedMemory.Allocate<T>(LaneTree.Lanes);
        var start = Grid.IdxX * columns;
        for (var lane = Group.IdxX; lane < LaneTree.Lanes; lane += Group.DimX)
        {
            var partial = T.Zero;
            for (var c = lane; c < columns; c += LaneTree.Lanes)
                partial += form.BackwardTerm<T, TMath>(y[start + c], dy[start + c]);
            lanes[lane] = partial;
        }

        var total = LaneTree.Combine<Sum, T, TMath>(lanes, default);
        for (var c = Group.IdxX; c < columns; c += Group.DimX)
            dx[start + c] = form.BackwardResult<T, TMath>(y[start + c], dy[start + c], total);
    }

    /// <summary>The largest number of a row, found by the whole group; for kernels of one group a row.</summary>
    internal static T RowMax<T, TMath>(ArrayView<T> x, int start, int columns, ArrayView<T> lanes)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        for (var lane = Group.IdxX; lane < LaneTree.Lanes; lane += Group.DimX)
        {
            var max = TMath.Of(double.NegativeInfinity);
            for (var c = lane; c < columns; c += LaneTree.Lanes)
                max = TMath.Max(max, x[start + c]);
            lanes[lane] = max;
        }

        return LaneTree.Combine<Max, T, TMath>(lanes, default);
    }

    /// <summary>The sum of e^(x - max) over a row, found by the whole group; for kernels of one group a row.</summary>
    internal static T RowSumExp<T, TMath>(ArrayView<T> x, int start, int columns, T max, ArrayView<T> lanes)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        for (var lane = Group.IdxX; lane < LaneTree.Lanes; lane += Group.DimX)
        {
            var sum = T.Zero;
            for (var c = lane; c < columns; c += LaneTree.Lanes)
                sum += TMath.Exp(x[start + c] - max);
            lanes[lane] = sum;
        }

        return LaneTree.Combine<Sum, T, TMath>(lanes, default);
    }
}
