using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>
/// Slices along an axis by index, and sums of slices by index: each is the other's backward pass.
/// </summary>
internal static class Selection
{
    private const string Name = "IndexSelect";

    /// <summary>From this length on, a slice is worth a group of its own.</summary>
    private const int LongSlice = 64;

    /// <summary>
    /// y[o, k, j] = x[o, indices[k], j]; where an index goes beyond the axis, NaN (of integers 0), or 0 where they are no
    /// user's, as in gradients.
    /// </summary>
    internal static Tensor Forward(Tensor x, int axis, Tensor indices, IndexSite? site = null)
    {
        var split = AxisSplit.Of(x.Shape, axis);
        var y = Tensor.Uninitialized(With(x.Shape, axis, indices.Count), x.DType, x.Device);
        if (y.Count > 0) Movement.Dispatch(x, new SelectMove(x, indices, y, split, site));
        return Tape.Records(x) ? y.RecordedAs(new Node(x, axis, indices)) : y;
    }

    /// <summary>y[o, n, j] = the sum of x[o, k, j] over the k with indices[k] = n, for n below the extent.</summary>
    internal static Tensor Sum(Tensor x, int axis, Tensor indices, int extent, IndexSite site)
    {
        if (x.DType.IsNarrow()) return Sum(x.To(DType.Float32), axis, indices, extent, site).To(x.DType);
        var split = AxisSplit.Of(x.Shape, axis);
        var y = Tensor.Uninitialized(With(x.Shape, axis, extent), x.DType, x.Device);
        if (y.Count > 0 && y.Device.IsProcessor && indices.Count > 0)
        {
            OwnedIndices.Sum(x, indices, y, split with { Axis = extent }, areShared: true, site);
        }
        else if (y.Count > 0)
        {
            using var segments = new IndexSegments(indices, new AxisSplit(1, indices.Count, 1), extent, site);
            segments.Sum(x, y, split.Inner);
        }
        return Tape.Records(x) ? y.RecordedAs(new SumNode(x, axis, indices)) : y;
    }

    private static Shape With(Shape shape, int axis, int extent)
    {
        var extents = shape.ToArray();
        extents[axis] = extent;
        return Shape.Create(extents);
    }

    private sealed class Node(Tensor x, int axis, Tensor indices) : TapeNode(x)
    {
        private readonly SavedTensor _indices = new(indices);

        internal override string Name => Selection.Name;

        internal override void Backward(Tensor gradient, BackwardPass pass) => BackwardGraph(gradient, pass);

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass) =>
            pass.Accumulate(First, Sum(gradient, axis, _indices.Get(this), First.Shape[axis], IndexSite.Trusted));
    }

    private sealed class SumNode(Tensor x, int axis, Tensor indices) : TapeNode(x)
    {
        private readonly SavedTensor _indices = new(indices);

        internal override string Name => "IndexAdd";

        internal override void Backward(Tensor gradient, BackwardPass pass) => BackwardGraph(gradient, pass);

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass) =>
            pass.Accumulate(First, Forward(gradient, axis, _indices.Get(this)));
    }

    private readonly struct SelectMove(Tensor x, Tensor indices, Tensor y, AxisSplit split, IndexSite? site)
        : IMove
    {
        public void Run<T>() where T : unmanaged
        {
            var outside = site is null ? default : Gathering.Outside<T>(y.DType);
            var checks = IndexChecks.Of(y.Device);
            var fault = checks.Notes(site ?? IndexSite.Trusted);
            var (from, by, to) = (x.View<T>(), indices.View<int>(), y.View<T>());
            if (split.Inner == 1)
            {
                Launchers<T>.LineSlices.Launch(y.Device, y.Count, from, by, to, split.Axis, indices.Count, outside, fault);
            }
            else if (split.Inner < LongSlice)
            {
                Launchers<T>.Slices.Launch(
                    y.Device, y.Count, from, by, to, split.Axis, indices.Count, split.Inner, outside, fault);
            }
            else
            {
                var groups = new KernelConfig(split.Outer * indices.Count, LaunchShape.GroupSize(y.Device));
                Launchers<T>.LongSlices.Launch(
                    y.Device, groups, from, by, to, split.Axis, indices.Count, split.Inner, outside, fault);
            }
            if (site is not null) checks.Issued();
        }
    }

    private static class Launchers<T> where T : unmanaged
    {
        internal static readonly ItemKernel<
            ArrayView<T>, ArrayView<int>, ArrayView<T>, int, int, int, T, ArrayView<int>> Slices = new(
            GatherKernels.Slices<T>);

        internal static readonly ItemKernel<ArrayView<T>, ArrayView<int>, ArrayView<T>, int, int, T, ArrayView<int>> LineSlices = new(
            GatherKernels.LineSlices<T>);

        internal static readonly GroupKernel<
            ArrayView<T>, ArrayView<int>, ArrayView<T>, int, int, int, T, ArrayView<int>> LongSlices = new(GatherKernels.LongSlices<T>);
    }
}
