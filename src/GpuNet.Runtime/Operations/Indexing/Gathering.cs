using System.Runtime.CompilerServices;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>
/// Elements by index along an axis, and its opposites: putting elements where no two of a line go to the same place, and
/// adding them up where they do (<see cref="ScatterSum"/>). Each is another's backward pass.
/// </summary>
/// <remarks>
/// Tensors are seen as [outer, axis, inner]; indices are dense, [outer, count, inner]. Elements without a source are 0 in
/// gradients, and NaN (of integers 0) where a user asks for them.
/// </remarks>
internal static class Gathering
{
    private const string Name = "Gather";

    /// <summary>y[o, k, j] = x[o, indices[o, k, j], j].</summary>
    /// <param name="x">Any type.</param>
    /// <param name="indices">Into the axis, <see cref="DType.Int32"/>.</param>
    /// <param name="split">How x is seen.</param>
    /// <param name="shape">The result's shape.</param>
    /// <param name="areUnique">Whether no index comes twice in a line: the gradient is then put, not added up.</param>
    /// <param name="site">Whose indices they are; null for those of the library, which may be out of range and then select 0, not
    /// NaN.</param>
    internal static Tensor Forward(
        Tensor x, Tensor indices, AxisSplit split, Shape shape, bool areUnique, IndexSite? site = null)
    {
        var y = Tensor.Uninitialized(shape, x.DType, x.Device);
        if (y.Count > 0) Movement.Dispatch(x, new GatherMove(x, indices, y, split, site));
        return Tape.Records(x) ? y.RecordedAs(new Node(x, indices, split, areUnique)) : y;
    }

    /// <summary>y[o, indices[o, k, j], j] = x[o, k, j], and zeros elsewhere; no index comes twice in a line.</summary>
    /// <param name="x">As many elements as there are indices.</param>
    /// <param name="indices">Into the axis.</param>
    /// <param name="split">How the result is seen.</param>
    /// <param name="shape">The result's shape.</param>
    internal static Tensor Place(Tensor x, Tensor indices, AxisSplit split, Shape shape)
    {
        var y = Tensor.Uninitialized(shape, x.DType, x.Device);
        PlaceInto(x, indices, split, y);
        return Tape.Records(x) ? y.RecordedAs(new PlaceNode(x, indices, split)) : y;
    }

    /// <summary>The same into a given tensor, off the tape.</summary>
    internal static void PlaceInto(Tensor x, Tensor indices, AxisSplit split, Tensor y)
    {
        Copying.Fill(y, 0);
        if (x.Count > 0 && y.Count > 0) Movement.Dispatch(x, new PlaceMove(x, indices, y, split));
    }

    /// <summary>NaN of a floating-point type and 0 of an integer type, as bits.</summary>
    internal static T Outside<T>(DType dtype) where T : unmanaged
    {
        var bits = dtype switch
        {
            DType.Float32 => BitConverter.SingleToUInt32Bits(float.NaN),
            DType.Float64 => BitConverter.DoubleToUInt64Bits(double.NaN),
            DType.Float16 => BitConverter.HalfToUInt16Bits(System.Half.NaN),
            DType.BFloat16 => BitConverter.SingleToUInt32Bits(float.NaN) >> 16,
            _ => 0UL,
        };
        return Unsafe.As<ulong, T>(ref bits);
    }

    /// <summary>How many indices there are along the axis.</summary>
    private static int CountAlong(Tensor indices, AxisSplit split) =>
        split.Outer * split.Inner == 0 ? 0 : indices.Count / (split.Outer * split.Inner);

    private sealed class Node(Tensor x, Tensor indices, AxisSplit split, bool areUnique) : TapeNode(x)
    {
        private readonly SavedTensor _indices = new(indices);

        internal override string Name => Gathering.Name;

        internal override void Backward(Tensor gradient, BackwardPass pass) => BackwardGraph(gradient, pass);

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass) => pass.Accumulate(
            First, areUnique
                ? Place(gradient, _indices.Get(this), split, First.Shape)
                : ScatterSum.Forward(gradient, _indices.Get(this), split, First.Shape, IndexSite.Trusted));
    }

    private sealed class PlaceNode(Tensor x, Tensor indices, AxisSplit split) : TapeNode(x)
    {
        private readonly SavedTensor _indices = new(indices);

        internal override string Name => "Place";

        internal override void Backward(Tensor gradient, BackwardPass pass) => BackwardGraph(gradient, pass);

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass) =>
            pass.Accumulate(First, Forward(
                gradient, _indices.Get(this), split, First.Shape, areUnique: true));
    }

    private readonly struct GatherMove(Tensor x, Tensor indices, Tensor y, AxisSplit split, IndexSite? site) : IMove
    {
        public void Run<T>() where T : unmanaged
        {
            var outside = site is null ? default : Outside<T>(y.DType);
            var checks = IndexChecks.Of(y.Device);
            var fault = checks.Notes(site ?? IndexSite.Trusted);
            var (from, by, to, count) = (x.View<T>(), indices.View<int>(), y.View<T>(), CountAlong(indices, split));
            if (split.Inner == 1) Launchers<T>.GatherLines.Launch(y.Device, y.Count, from, by, to, split.Axis, count, outside, fault);
            else Launchers<T>.Gather.Launch(y.Device, y.Count, from, by, to, split.Axis, count, split.Inner, outside, fault);
            if (site is not null) checks.Issued();
        }
    }

    private readonly struct PlaceMove(Tensor x, Tensor indices, Tensor y, AxisSplit split) : IMove
    {
        public void Run<T>() where T : unmanaged => Launchers<T>.Place.Launch(
            y.Device, x.Count, x.View<T>(), indices.View<int>(), y.View<T>(), split.Axis, CountAlong(indices, split),
            split.Inner);
    }

    private static class Launchers<T> where T : unmanaged
    {
        internal static readonly ItemKernel<
            ArrayView<T>, ArrayView<int>, ArrayView<T>, int, int, int, T, ArrayView<int>> Gather = new(
            GatherKernels.Elements<T>);

        internal static readonly ItemKernel<ArrayView<T>, ArrayView<int>, ArrayView<T>, int, int, T, ArrayView<int>> GatherLines = new(
            GatherKernels.LineElements<T>);

        internal static readonly ItemKernel<ArrayView<T>, ArrayView<int>, ArrayView<T>, int, int, int> Place = new(
            GatherKernels.Place<T>);
    }
}
