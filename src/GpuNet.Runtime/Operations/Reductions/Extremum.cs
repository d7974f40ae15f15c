using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>
/// The largest or smallest element along an axis and its index. Backwards the gradient goes to the first of those that
/// are, as in torch.max(dim), or to all of them alike, as in torch.amax and, of a whole tensor, in torch.max.
/// </summary>
/// <typeparam name="TExtremum"><see cref="Max"/> or <see cref="Min"/>.</typeparam>
internal static class Extremum<TExtremum> where TExtremum : unmanaged, IReduction<TExtremum>, IExtremum
{
    private static readonly string Name = typeof(TExtremum).Name;
    private static readonly bool IsLargest = typeof(TExtremum) == typeof(Max);

    // One item goes through a long line too slowly; from this many results on, there are enough items anyway.
    private const int EnoughResults = 2048;
    private const int LeastChunk = 1024;
    private const int MostChunks = 256;

    /// <summary>Items that go through a chunk of a line together.</summary>
    private const int MostLanes = 32;

    /// <summary>Candidates of which an item finds the best.</summary>
    private const int PartsAtOnce = 64;

    /// <summary>The extremum, whose gradient goes to the first element that is it.</summary>
    internal static Tensor OfFirst(Tensor x, AxisSplit split, Shape resultShape)
    {
        if (x.DType.IsNarrow()) return OfFirst(x.To(DType.Float32), split, resultShape).To(x.DType);
        var y = Value(x, split, resultShape);
        return Tape.Records(x) ? y.RecordedAs(new Node(x, split, Index(x, split, resultShape))) : y;
    }

    /// <summary>
    /// The extremum, whose gradient is shared by all elements that are it. If it is NaN, the gradient is NaN, as in
    /// torch.amax, or shared by the elements that are (isWhole), as in torch.max of a whole tensor; so an infinite gradient
    /// makes NaN of the other elements', or leaves them 0.
    /// </summary>
    internal static Tensor OfAll(Tensor x, AxisSplit split, Shape resultShape, bool isWhole = false)
    {
        if (x.DType.IsNarrow()) return OfAll(x.To(DType.Float32), split, resultShape, isWhole).To(x.DType);
        var y = Value(x, split, resultShape);
        return Tape.Records(x) ? y.RecordedAs(new SharedNode(x, split, y, isWhole)) : y;
    }

    /// <summary>The index of the first element that is the extremum.</summary>
    internal static Tensor Index(Tensor x, AxisSplit split, Shape resultShape)
    {
        if (x.DType.IsNarrow()) return Index(x.To(DType.Float32), split, resultShape);
        CheckNotEmpty($"Arg{Name}", x, split);
        if (!x.DType.IsFloatingPoint()) return Integers.ExtremumIndex(x, split, resultShape, IsLargest);
        var indices = Tensor.Uninitialized(resultShape, DType.Int32, x.Device);
        if (indices.Count == 0) return indices;
        var chunks = indices.Count >= EnoughResults ? 1 : Math.Clamp(split.Axis / LeastChunk, 1, MostChunks);
        var chunk = LaunchShape.Blocks(split.Axis, chunks);
        chunks = LaunchShape.Blocks(split.Axis, chunk);
        var isLines = split.Inner == 1 && split.Axis > ReductionPlan.LongestItemRow;
        if (chunks == 1 && !isLines)
        {
            NumberType.Dispatch(Name, x, new ChunksLaunch(x, split, indices, 1, split.Axis));
            return indices;
        }
        var lanes = isLines ? Math.Min(LaunchShape.GroupSize(x.Device), MostLanes) : 1;
        var parts = chunks * lanes;
        var candidates = Tensor.Uninitialized([split.Outer, parts, split.Inner], DType.Int32, x.Device);
        if (isLines) NumberType.Dispatch(Name, x, new LineChunksLaunch(x, split, candidates, chunks, chunk, lanes));
        else NumberType.Dispatch(Name, x, new ChunksLaunch(x, split, candidates, chunks, chunk));
        while (parts > 1)
        {
            var left = LaunchShape.Blocks(parts, PartsAtOnce);
            var best = left == 1 ? indices : Tensor.Uninitialized([split.Outer, left, split.Inner], DType.Int32, x.Device);
            NumberType.Dispatch(Name, x, new OfPartsLaunch(x, split, candidates, best, parts));
            candidates.Dispose();
            (candidates, parts) = (best, left);
        }
        return indices;
    }

    private static Tensor Value(Tensor x, AxisSplit split, Shape resultShape)
    {
        CheckNotEmpty(Name, x, split);
        if (!x.DType.IsFloatingPoint()) return Integers.Extremum(x, split, resultShape, IsLargest);
        return Reduction.Run<Identity, TExtremum>(x, split, resultShape);
    }

    private static void CheckNotEmpty(string operation, Tensor x, AxisSplit split)
    {
        if (split.Axis == 0)
            throw new ShapeMismatchException(operation, "at least one element along the axis", x.Shape.ToString());
    }

    private sealed class Node(Tensor x, AxisSplit split, Tensor indices) : TapeNode(x)
    {
        private readonly SavedTensor _indices = new(indices);

        internal override string Name => Extremum<TExtremum>.Name;

        internal override void Backward(Tensor gradient, BackwardPass pass)
        {
            var dx = pass.Target(First);
            Gathering.PlaceInto(gradient, _indices.Get(this), split, dx);
            pass.Accumulate(First, dx);
        }

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass) =>
            pass.Accumulate(First, Gathering.Place(gradient, _indices.Get(this), split, First.Shape));
    }

    private sealed class SharedNode(Tensor x, AxisSplit split, Tensor y, bool isWhole) : TapeNode(x)
    {
        private readonly SavedTensor _x = new(x), _y = new(y);

        internal override string Name => Extremum<TExtremum>.Name;

        internal override void Backward(Tensor gradient, BackwardPass pass) => BackwardGraph(gradient, pass);

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass)
        {
            Tensor isExtremum, share;
            using (Tape.NoGrad())
            {
                var elements = _x.Get(this);
                isExtremum = elements.EqualTo(Expansion.Along(_y.Get(this), split, First.Shape)).To(gradient.DType);
                if (isWhole) isExtremum += elements.NotEqualTo(elements).To(gradient.DType);
                share = 1 / Sums<Sum>.Forward(isExtremum, split, gradient.Shape);
            }
            var shared = Expansion.Along(gradient * share, split, First.Shape);
            pass.Accumulate(First, GradientFlow.Through(shared, isExtremum, selects: isWhole));
        }
    }

    private readonly struct ChunksLaunch(Tensor x, AxisSplit split, Tensor candidates, int chunks, int chunk) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T> =>
            Launchers<T, TMath>.Chunks.Launch(
                x.Device, candidates.Count, x.View<T>(), candidates.View<int>(), split.Axis, split.Inner, chunks, chunk, default);
    }

    private readonly struct LineChunksLaunch(Tensor x, AxisSplit split, Tensor candidates, int chunks, int chunk, int lanes)
        : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T> =>
            Launchers<T, TMath>.LineChunks.Launch(
                x.Device, new KernelConfig(split.Outer * chunks, lanes), x.View<T>(), candidates.View<int>(), split.Axis, chunks,
                chunk, default);
    }

    private readonly struct OfPartsLaunch(Tensor x, AxisSplit split, Tensor candidates, Tensor best, int parts) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T> =>
            Launchers<T, TMath>.OfParts.Launch(
                x.Device, best.Count, x.View<T>(), candidates.View<int>(), best.View<int>(), split.Axis, split.Inner, parts,
                PartsAtOnce, default);
    }

    private static class Launchers<T, TMath> where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
    {
        internal static readonly ItemKernel<ArrayView<T>, ArrayView<int>, int, int, int, int, TExtremum> Chunks = new(
            ArgExtremumKernels.Chunks<TExtremum, T, TMath>);

        internal static readonly GroupKernel<ArrayView<T>, ArrayView<int>, int, int, int, TExtremum> LineChunks = new(
            ArgExtremumKernels.LineChunks<TExtremum, T, TMath>);

        internal static readonly ItemKernel<
            ArrayView<T>, ArrayView<int>, ArrayView<int>, int, int, int, int, TExtremum> OfParts = new(
                ArgExtremumKernels.OfParts<TExtremum, T, TMath>);
    }
}
