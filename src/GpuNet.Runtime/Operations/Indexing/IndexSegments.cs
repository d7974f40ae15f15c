using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>
/// Lines of indices in sorted order, so that what goes to one place can be taken one after the other: sums by index are
/// the same in each run, on every device.
/// </summary>
internal sealed class IndexSegments : IDisposable
{
    private const string Name = "ScatterAdd";

    private readonly Tensor _order;
    private readonly Tensor _starts;
    private readonly int _axis;
    private readonly int _count;
    private readonly int _outerLine;
    private readonly int _innerLine;

    /// <summary>Sorts the lines of indices [outer, count, inner], or one line for all of them.</summary>
    /// <param name="indices">The indices.</param>
    /// <param name="lines">How they are seen; [1, count, 1] if all lines of a tensor share them.</param>
    /// <param name="axis">How many places there are; indices outside are left out.</param>
    /// <param name="site">Whose indices they are: indices outside are noted.</param>
    internal IndexSegments(Tensor indices, AxisSplit lines, int axis, IndexSite site)
    {
        (_axis, _count) = (axis, lines.Axis);
        (_outerLine, _innerLine) = lines is { Outer: 1, Inner: 1 } ? (0, 0) : (lines.Inner, 1);
        var (sorted, order) = Sorting.Lines(indices, lines, descending: false, lines.Axis);
        _order = order;
        _starts = Tensor.Uninitialized([lines.Outer * lines.Inner, axis + 1], DType.Int32, indices.Device);
        var checks = IndexChecks.Of(indices.Device);
        if (_starts.Count > 0)
            StartsKernel.Launch(
                indices.Device, _starts.Count, sorted.View<int>(), _starts.View<int>(), axis, lines.Axis, checks.Notes(site));
        sorted.Dispose();
        checks.Issued();
    }

    public void Dispose()
    {
        _order.Dispose();
        _starts.Dispose();
    }

    /// <summary>y[o, n, j] = the sum of x[o, k, j] over the k whose index is n.</summary>
    internal void Sum(Tensor x, Tensor y, int inner)
    {
        if (y.Count > 0) NumberType.DispatchSum(Name, y, new SumLaunch(this, x, y, inner));
    }

    /// <summary>y[o, n, j] = the last k whose index is n, -1 if none is.</summary>
    internal void Last(Tensor y, int inner)
    {
        if (y.Count > 0)
            LastKernel.Launch(
                y.Device, y.Count, _order.View<int>(), _starts.View<int>(), y.View<int>(), _axis, _count, inner);
    }

    private static readonly ItemKernel<ArrayView<int>, ArrayView<int>, int, int, ArrayView<int>> StartsKernel = new(
        SegmentedIndexKernels.Starts);

    private static readonly ItemKernel<ArrayView<int>, ArrayView<int>, ArrayView<int>, int, int, int> LastKernel = new(
        SegmentedIndexKernels.Last);

    private readonly struct SumLaunch(IndexSegments segments, Tensor x, Tensor y, int inner) : ISumLaunch
    {
        public void Run<T>() where T : unmanaged, INumber<T> =>
            Launchers<T>.Sums.Launch(
                y.Device, y.Count, x.View<T>(), segments._order.View<int>(), segments._starts.View<int>(), y.View<T>(),
                segments._axis, segments._count, inner, segments._outerLine, segments._innerLine);
    }

    private static class Launchers<T> where T : unmanaged, INumber<T>
    {
        internal static readonly ItemKernel<
            ArrayView<T>, ArrayView<int>, ArrayView<int>, ArrayView<T>, int, int, int, int, int> Sums = new(
                SegmentedIndexKernels.Sums<T>);
    }
}
