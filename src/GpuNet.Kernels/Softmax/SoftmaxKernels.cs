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
/// device sums in the same order. An exponential is computed once: it waits in the output for the row's sum, or, in
/// <see cref="HeldSoftmaxKernels"/> for GPUs, in a register. A row of
/// which the maximum is infinite, or with a NaN, is NaN throughout.
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
        var max = RowMax<T, TMath>(x, start, columns);

        var sum = Numerators<TForm, T, TMath>(x, y, start, columns, max, form);
        var normalizer = form.Normalizer<T, TMath>(sum);
        for (var c = 0; c < columns; c++)
            y[start + c] = form.Output<T, TMath>(y[start + c], normalizer);
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
        var lanes = SharedMemory.Allocate<T>(LaneTree.MaximumLanes);
        var start = Grid.IdxX * columns;
        var max = RowMax<T, TMath>(x, start, columns, lanes);
        var sum = Numerators<TForm, T, TMath>(x, y, start, columns, max, lanes, form);
        var normalizer = form.Normalizer<T, TMath>(sum);
        // Shared out as before: an item reads what it has written itself.
        for (var lane = Group.IdxX; lane < LaneTree.LanesOf(columns); lane += Group.DimX)
        {
            for (var c = LaneTree.First(lane, columns); c < LaneTree.End(lane, columns); c += LaneTree.Step)
                y[start + c] = form.Output<T, TMath>(y[start + c], normalizer);
        }
    }

    /// <summary>dx from y and dy, one group a row.</summary>
    public static void GroupBackward<TForm, T, TMath>(
        ArrayView<T> y, ArrayView<T> dy, ArrayView<T> dx, int columns, TForm form)
        where TForm : unmanaged, ISoftmaxForm<TForm>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var lanes = SharedMemory.Allocate<T>(LaneTree.MaximumLanes);
        var start = Grid.IdxX * columns;
        for (var lane = Group.IdxX; lane < LaneTree.LanesOf(columns); lane += Group.DimX)
        {
            var partial = T.Zero;
            for (var c = LaneTree.First(lane, columns); c < LaneTree.End(lane, columns); c += LaneTree.Step)
                partial += form.BackwardTerm<T, TMath>(y[start + c], dy[start + c]);
            lanes[lane] = partial;
        }

        var total = LaneTree.Combine<Sum, T, TMath>(lanes, columns, default);
        for (var c = Group.IdxX; c < columns; c += Group.DimX)
            dx[start + c] = form.BackwardResult<T, TMath>(y[start + c], dy[start + c], total);
    }

    /// <summary>The largest number of a row but NaN, found by one item.</summary>
    internal static T RowMax<T, TMath>(ArrayView<T> x, int start, int columns)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var largest = default(Largest);
        var max = largest.Identity<T, TMath>();
        for (var c = 0; c < columns; c++)
            max = largest.Combine<T, TMath>(max, x[start + c]);
        return max;
    }

    /// <summary>The same, found by the whole group; for kernels of one group a row.</summary>
    internal static T RowMax<T, TMath>(ArrayView<T> x, int start, int columns, ArrayView<T> lanes)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var largest = default(Largest);
        for (var lane = Group.IdxX; lane < LaneTree.LanesOf(columns); lane += Group.DimX)
        {
            var max = largest.Identity<T, TMath>();
            for (var c = LaneTree.First(lane, columns); c < LaneTree.End(lane, columns); c += LaneTree.Step)
                max = largest.Combine<T, TMath>(max, x[start + c]);
            lanes[lane] = max;
        }

        return LaneTree.Combine<Largest, T, TMath>(lanes, columns, default);
    }

    /// <summary>Writes the numerators of a row to y and returns the sum of e^(x - max); by one item.</summary>
    internal static T Numerators<TForm, T, TMath>(
        ArrayView<T> x, ArrayView<T> y, int start, int columns, T max, TForm form)
        where TForm : unmanaged, ISoftmaxForm<TForm>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var sum = T.Zero;
        for (var c = start; c < start + columns; c++)
            sum += Numerator<TForm, T, TMath>(x, y, c, max, form);
        return sum;
    }

    /// <summary>
    /// The same by the whole group; for kernels of one group a row. Each item has its lanes, and all columns of a lane.
    /// </summary>
    internal static T Numerators<TForm, T, TMath>(
        ArrayView<T> x, ArrayView<T> y, int start, int columns, T max, ArrayView<T> lanes, TForm form)
        where TForm : unmanaged, ISoftmaxForm<TForm>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        for (var lane = Group.IdxX; lane < LaneTree.LanesOf(columns); lane += Group.DimX)
        {
            var sum = T.Zero;
            for (var c = LaneTree.First(lane, columns); c < LaneTree.End(lane, columns); c += LaneTree.Step)
                sum += Numerator<TForm, T, TMath>(x, y, start + c, max, form);
            lanes[lane] = sum;
        }

        return LaneTree.Combine<Sum, T, TMath>(lanes, columns, default);
    }

    private static T Numerator<TForm, T, TMath>(ArrayView<T> x, ArrayView<T> y, int at, T max, TForm form)
        where TForm : unmanaged, ISoftmaxForm<TForm>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var shifted = x[at] - max;
        var exponential = TMath.Exp(shifted);
        y[at] = form.Numerator<T, TMath>(shifted, exponential);
        return exponential;
    }
}
