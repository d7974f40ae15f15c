using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Sums over many stretches of one buffer in one launch: the norms of all parameters of a model, which lie end to end.
/// </summary>
/// <remarks>
/// Long stretches are cut into chunks of at most <see cref="ReductionPlan.GroupChunk"/> numbers, which are summed first
/// and combined by a second launch. Launch: explicitly grouped, one group of any size a stretch. Numerics: each sum has
/// the order of <see cref="LaneTree"/>, which follows from the stretch's length alone.
/// </remarks>
public static class SegmentKernels
{
    /// <summary>
    /// y[s] = finish(sum of map(x[i]) for i in [starts[s], ends[s])): squares first, their roots at the end.
    /// </summary>
    public static void Sum<TMap, TFinish, T, TMath>(
        ArrayView<T> x, ArrayView<int> starts, ArrayView<int> ends, ArrayView<T> y, TMap map, TFinish finish)
        where TMap : unmanaged, IUnaryOp<TMap>
        where TFinish : unmanaged, IUnaryOp<TFinish>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var segment = Grid.IdxX;
        var start = starts[segment];
        var length = ends[segment] - start;
        var lanes = SharedMemory.Allocate<T>(LaneTree.MaximumLanes);
        for (var lane = Group.IdxX; lane < LaneTree.LanesOf(length); lane += Group.DimX)
        {
            var total = T.Zero;
            for (var i = LaneTree.First(lane, length); i < LaneTree.End(lane, length); i += LaneTree.Step)
                total += map.Forward<T, TMath>(x[start + i]);
            lanes[lane] = total;
        }

        var sum = LaneTree.Combine<Sum, T, TMath>(lanes, length, default);
        if (Group.IdxX == 0)
            y[segment] = finish.Forward<T, TMath>(sum);
    }

    /// <summary>
    /// Scales each stretch so that its norm lies in [lower, upper]; one of norm 0 stays. Launch: as above.
    /// </summary>
    public static void ClampNorm<T, TMath>(
        ArrayView<T> x, ArrayView<int> starts, ArrayView<int> ends, T lower, T upper)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var start = starts[Grid.IdxX];
        var length = ends[Grid.IdxX] - start;
        var lanes = SharedMemory.Allocate<T>(LaneTree.MaximumLanes);
        for (var lane = Group.IdxX; lane < LaneTree.LanesOf(length); lane += Group.DimX)
        {
            var total = T.Zero;
            for (var i = LaneTree.First(lane, length); i < LaneTree.End(lane, length); i += LaneTree.Step)
                total = TMath.Fma(x[start + i], x[start + i], total);
            lanes[lane] = total;
        }

        var norm = TMath.Sqrt(LaneTree.Combine<Sum, T, TMath>(lanes, length, default));
        var target = norm < lower ? lower : norm > upper ? upper : norm;
        var factor = norm == T.Zero ? T.One : target / norm;
        for (var i = Group.IdxX; i < length; i += Group.DimX)
            x[start + i] *= factor;
    }

    /// <summary>
    /// x[i] = sign(x[i]) max(|x[i]| - strength * learning rate, 0) in each stretch: soft thresholding; NaN stays. Launch:
    /// as above.
    /// </summary>
    public static void Shrink<T, TMath>(
        ArrayView<T> x, ArrayView<int> starts, ArrayView<int> ends, ArrayView<OptimizerStep<T>> step, T strength)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        if (step[0].Skips != 0)
            return;
        var threshold = step[0].LearningRate * strength;
        var end = ends[Grid.IdxX];
        for (var i = starts[Grid.IdxX] + Group.IdxX; i < end; i += Group.DimX)
        {
            var magnitude = TMath.Abs(x[i]);
            x[i] = magnitude <= threshold ? T.Zero : TMath.CopySign(magnitude - threshold, x[i]);
        }
    }

    /// <summary>x[i] = max(x[i], 0) in each stretch; NaN stays. Launch: as above.</summary>
    public static void ClampNegative<T, TMath>(ArrayView<T> x, ArrayView<int> starts, ArrayView<int> ends)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var end = ends[Grid.IdxX];
        for (var i = starts[Grid.IdxX] + Group.IdxX; i < end; i += Group.DimX)
            x[i] = x[i] < T.Zero ? T.Zero : x[i];
    }
}
