using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// y[o, j] = finish(combine over k of map(x[o, k, j])): a reduction over the middle dimension of [outer, axis, inner],
/// with a unary op applied to every number first (<see cref="Identity"/> for a plain reduction; a penalty for a
/// regularizer; a square for a norm).
/// </summary>
/// <remarks>
/// <see cref="ReductionPlan"/> says which kernels to launch in which order: <c>Chunks</c> kernels write partial results
/// [outer, chunks, inner], an <c>Axis</c> kernel reduces what is left and finishes. Only the first step maps.
/// Item kernels: auto-grouped, extent <see cref="ReductionStep.Results"/>; neighbouring items own neighbouring inner
/// slices. Group kernels (inner = 1): explicitly grouped, <see cref="ReductionStep.Results"/> groups of any size.
/// Numerics: partial results are combined in an order fixed by the shape; a partial result covers at most
/// <see cref="ReductionPlan.ItemChunk"/> numbers one after the other, so errors grow with that and the tree's depth.
/// </remarks>
public static class ReductionKernels
{
    /// <summary>Partial results, one item each.</summary>
    public static void ItemChunks<TMap, TReduction, T, TMath>(
        Index1D index, ArrayView<T> x, ArrayView<T> partials, int axis, int inner, int chunk, int chunks,
        TMap map, TReduction reduction)
        where TMap : unmanaged, IUnaryOp<TMap>
        where TReduction : unmanaged, IReduction<TReduction>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var slice = index.X / inner;
        var outer = slice / chunks;
        var start = (slice - outer * chunks) * chunk;
        var end = IntrinsicMath.Min(start + chunk, axis);
        var first = outer * axis * inner + (index.X - slice * inner);
        partials[index] = Range<TMap, TReduction, T, TMath>(x, first, start, end, inner, map, reduction);
    }

    /// <summary>
    /// The whole axis and the finishing step, one item a result; <paramref name="count"/> numbers in all.
    /// </summary>
    public static void ItemAxis<TMap, TReduction, T, TMath>(
        Index1D index, ArrayView<T> x, ArrayView<T> y, int axis, int inner, T count, TMap map, TReduction reduction)
        where TMap : unmanaged, IUnaryOp<TMap>
        where TReduction : unmanaged, IReduction<TReduction>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var outer = index.X / inner;
        var first = outer * axis * inner + (index.X - outer * inner);
        var total = Range<TMap, TReduction, T, TMath>(x, first, 0, axis, inner, map, reduction);
        y[index] = reduction.Finish<T, TMath>(total, count);
    }

    /// <summary>
    /// <see cref="ItemAxis"/> with whole groups on neighbouring inner slices of one outer slice, so that what they read
    /// lies side by side: for many inner slices. Launch: explicitly grouped, <c>outer * ceil(inner / group size)</c>
    /// groups of any size.
    /// </summary>
    public static void StripAxis<TMap, TReduction, T, TMath>(
        ArrayView<T> x, ArrayView<T> y, int axis, int inner, T count, TMap map, TReduction reduction)
        where TMap : unmanaged, IUnaryOp<TMap>
        where TReduction : unmanaged, IReduction<TReduction>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var strips = (inner + Group.DimX - 1) / Group.DimX;
        var outer = Grid.IdxX / strips;
        var slice = (Grid.IdxX - outer * strips) * Group.DimX + Group.IdxX;
        if (slice >= inner)
            return;
        var total = Range<TMap, TReduction, T, TMath>(x, outer * axis * inner + slice, 0, axis, inner, map, reduction);
        y[outer * inner + slice] = reduction.Finish<T, TMath>(total, count);
    }

    /// <summary>Partial results over the last dimension, one group each.</summary>
    public static void GroupChunks<TMap, TReduction, T, TMath>(
        ArrayView<T> x, ArrayView<T> partials, int axis, int chunk, int chunks, TMap map, TReduction reduction)
        where TMap : unmanaged, IUnaryOp<TMap>
        where TReduction : unmanaged, IReduction<TReduction>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var outer = Grid.IdxX / chunks;
        var start = (Grid.IdxX - outer * chunks) * chunk;
        var end = IntrinsicMath.Min(start + chunk, axis);
        var total = GroupRange<TMap, TReduction, T, TMath>(x, outer * axis + start, end - start, map, reduction);
        if (Group.IdxX == 0)
            partials[Grid.IdxX] = total;
    }

    /// <summary>The whole last dimension and the finishing step, one group a result.</summary>
    public static void GroupAxis<TMap, TReduction, T, TMath>(
        ArrayView<T> x, ArrayView<T> y, int axis, T count, TMap map, TReduction reduction)
        where TMap : unmanaged, IUnaryOp<TMap>
        where TReduction : unmanaged, IReduction<TReduction>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var start = Grid.IdxX * axis;
        var total = GroupRange<TMap, TReduction, T, TMath>(x, start, axis, map, reduction);
        if (Group.IdxX == 0)
            y[Grid.IdxX] = reduction.Finish<T, TMath>(total, count);
    }

    /// <summary><see cref="GroupChunks"/> by one item each. Launch: groups of one item.</summary>
    public static void RowChunks<TMap, TReduction, T, TMath>(
        ArrayView<T> x, ArrayView<T> partials, int axis, int chunk, int chunks, TMap map, TReduction reduction)
        where TMap : unmanaged, IUnaryOp<TMap>
        where TReduction : unmanaged, IReduction<TReduction>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var lanes = LocalMemory.Allocate<T>(LaneTree.MaximumLanes);
        var outer = Grid.IdxX / chunks;
        var start = (Grid.IdxX - outer * chunks) * chunk;
        var end = IntrinsicMath.Min(start + chunk, axis);
        partials[Grid.IdxX] = RowLanes.Reduce<Mapped<TMap, T>, TReduction, T, TMath>(
            new Mapped<TMap, T> { X = x.SubView(outer * axis + start, end - start), Map = map }, end - start, lanes,
            reduction);
    }

    /// <summary><see cref="GroupAxis"/> by one item each. Launch: groups of one item.</summary>
    public static void RowAxis<TMap, TReduction, T, TMath>(
        ArrayView<T> x, ArrayView<T> y, int axis, T count, TMap map, TReduction reduction)
        where TMap : unmanaged, IUnaryOp<TMap>
        where TReduction : unmanaged, IReduction<TReduction>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var lanes = LocalMemory.Allocate<T>(LaneTree.MaximumLanes);
        var total = RowLanes.Reduce<Mapped<TMap, T>, TReduction, T, TMath>(
            new Mapped<TMap, T> { X = x.SubView(Grid.IdxX * axis, axis), Map = map }, axis, lanes, reduction);
        y[Grid.IdxX] = reduction.Finish<T, TMath>(total, count);
    }

    private struct Mapped<TMap, T> : IRowTerm<T>
        where TMap : unmanaged, IUnaryOp<TMap>
        where T : unmanaged, INumber<T>
    {
        internal ArrayView<T> X;
        internal TMap Map;

        public readonly T AddTo<TMonoid, TMath>(T total, int place, TMonoid monoid)
            where TMonoid : unmanaged, IMonoid
            where TMath : unmanaged, IScalarMath<T> =>
            monoid.Combine<T, TMath>(total, Map.Forward<T, TMath>(X[place]));
    }

    private static T Range<TMap, TReduction, T, TMath>(
        ArrayView<T> x, int first, int start, int end, int stride, TMap map, TReduction reduction)
        where TMap : unmanaged, IUnaryOp<TMap>
        where TReduction : unmanaged, IReduction<TReduction>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var total = reduction.Identity<T, TMath>();
        for (var k = start; k < end; k++)
            total = reduction.Combine<T, TMath>(total, map.Forward<T, TMath>(x[first + k * stride]));
        return total;
    }

    private static T GroupRange<TMap, TReduction, T, TMath>(
        ArrayView<T> x, int start, int length, TMap map, TReduction reduction)
        where TMap : unmanaged, IUnaryOp<TMap>
        where TReduction : unmanaged, IReduction<TReduction>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var lanes = SharedMemory.Allocate<T>(LaneTree.MaximumLanes);
        for (var lane = Group.IdxX; lane < LaneTree.LanesOf(length); lane += Group.DimX)
        {
            var total = reduction.Identity<T, TMath>();
            for (var i = LaneTree.First(lane, length); i < LaneTree.End(lane, length); i += LaneTree.Step)
                total = reduction.Combine<T, TMath>(total, map.Forward<T, TMath>(x[start + i]));
            lanes[lane] = total;
        }

        return LaneTree.Combine<TReduction, T, TMath>(lanes, length, reduction);
    }
}
