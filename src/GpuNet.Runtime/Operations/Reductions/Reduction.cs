using System.Collections.Concurrent;
using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>
/// A tensor seen as [outer, axis, inner], the middle dimension being the one that an operation works along.
/// </summary>
/// <param name="Outer">Slices before the axis.</param>
/// <param name="Axis">Elements along the axis.</param>
/// <param name="Inner">Slices after the axis, adjacent in memory.</param>
internal readonly record struct AxisSplit(int Outer, int Axis, int Inner)
{
    internal static AxisSplit Of(Shape shape, int axis)
    {
        var (outer, inner) = (1, 1);
        for (var i = 0; i < axis; i++) outer *= shape[i];
        for (var i = axis + 1; i < shape.Rank; i++) inner *= shape[i];
        return new AxisSplit(outer, shape[axis], inner);
    }

    internal static AxisSplit Whole(Shape shape) => new(1, shape.Count, 1);

    /// <summary>The shape without the axis, or with an extent of 1 in its place.</summary>
    internal static Shape Reduced(Shape shape, int axis, bool keepDimension)
    {
        Span<int> extents = stackalloc int[Shape.MaxRank];
        var rank = 0;
        for (var i = 0; i < shape.Rank; i++)
        {
            if (i != axis) extents[rank++] = shape[i];
            else if (keepDimension) extents[rank++] = 1;
        }
        return Shape.Create(extents[..rank]);
    }
}

/// <summary>
/// Runs reductions of the kernels: as many launches as the tree, which follows from the shape alone, has levels.
/// </summary>
internal static class Reduction
{
    private static readonly ConcurrentDictionary<AxisSplit, IReadOnlyList<ReductionStep>> Plans = new();

    /// <summary>reduction over k of map(x[outer, k, inner]), into a new tensor.</summary>
    internal static Tensor Run<TMap, TReduction>(Tensor x, AxisSplit split, Shape resultShape, TMap map = default)
        where TMap : unmanaged, IUnaryOp<TMap>
        where TReduction : unmanaged, IReduction<TReduction>
    {
        var result = Tensor.Uninitialized(resultShape, x.DType, x.Device);
        RunInto<TMap, TReduction>(x, split, result, map);
        return result;
    }

    /// <summary>
    /// A gradient of a broadcast result, summed over what <paramref name="operand"/> was repeated along, in the
    /// operand's shape; the gradient itself where nothing was repeated.
    /// </summary>
    internal static Tensor SumTo(Tensor gradient, Tensor operand, BackwardPass pass)
    {
        if (gradient.Shape == operand.Shape) return gradient;
        if (operand.Count == gradient.Count) return gradient.ViewAs(operand.Shape);
        var target = pass.Target(operand);
        SumInto(gradient, target);
        return target;
    }

    /// <summary>Sums a gradient over what a tensor of the target's shape was repeated along, into the target.</summary>
    internal static void SumInto(Tensor gradient, Tensor target)
    {
        if (target.Count == 1)
        {
            RunInto<Identity, Sum>(gradient, AxisSplit.Whole(gradient.Shape), target, default);
            return;
        }

        // Runs of repeated dimensions are summed one after the other, outermost first; the last sum goes where it is
        // wanted.
        var current = gradient;
        var lead = gradient.Rank - target.Rank;
        for (var dimension = 0; dimension < gradient.Rank; dimension++)
        {
            if (!IsRepeated(dimension)) continue;
            var end = dimension + 1;
            while (end < gradient.Rank && (IsRepeated(end) || gradient.Shape[end] == 1)) end++;
            var (outer, axis, inner) = (1, 1, 1);
            for (var i = 0; i < dimension; i++) outer *= i < lead ? 1 : target.Shape[i - lead];
            for (var i = dimension; i < end; i++) axis *= gradient.Shape[i];
            for (var i = end; i < gradient.Rank; i++) inner *= gradient.Shape[i];
            var split = new AxisSplit(outer, axis, inner);
            if (outer * inner == target.Count)
            {
                RunInto<Identity, Sum>(current, split, target, default);
                return;
            }
            current = Run<Identity, Sum>(current, split, [outer * inner]);
            dimension = end - 1;
        }
        throw new InvalidOperationException($"The shape {gradient.Shape} is no broadcast of {target.Shape}.");

        bool IsRepeated(int dimension) =>
            gradient.Shape[dimension] != 1 && (dimension < lead || target.Shape[dimension - lead] == 1);
    }

    /// <summary>The sum over the middle dimension as a gradient of <paramref name="operand"/>, in its shape.</summary>
    internal static Tensor SumInto(Tensor gradient, AxisSplit split, Tensor operand, BackwardPass pass)
    {
        var target = pass.Target(operand);
        RunInto<Identity, Sum>(gradient, split, target, default);
        return target;
    }

    private static void RunInto<TMap, TReduction>(Tensor x, AxisSplit split, Tensor result, TMap map)
        where TMap : unmanaged, IUnaryOp<TMap>
        where TReduction : unmanaged, IReduction<TReduction>
    {
        if (result.Count == 0) return;
        var steps = Plans.GetOrAdd(split, static split => ReductionPlan.For(split.Outer, split.Axis, split.Inner));
        NumberType.Dispatch(TReduction.Info.Name, x, new Launch<TMap, TReduction>(x, result, steps, split.Axis, map));
    }

    private readonly struct Launch<TMap, TReduction>(
        Tensor x, Tensor result, IReadOnlyList<ReductionStep> steps, int count, TMap map) : ILaunch
        where TMap : unmanaged, IUnaryOp<TMap>
        where TReduction : unmanaged, IReduction<TReduction>
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var source = x;
            for (var i = 0; i < steps.Count; i++)
            {
                var step = steps[i];
                var target = step.IsLast ? result : Tensor.Uninitialized([step.Results], x.DType, x.Device);
                // Later steps combine partial results, which were mapped already.
                if (i == 0) Step<T, TMath, TMap>(source, target, step, map);
                else Step<T, TMath, Identity>(source, target, step, default);
                if (i > 0) source.Dispose();
                source = target;
            }
        }

        private void Step<T, TMath, TStepMap>(Tensor source, Tensor target, ReductionStep step, TStepMap stepMap)
            where T : unmanaged, INumber<T>
            where TMath : unmanaged, IScalarMath<T>
            where TStepMap : unmanaged, IUnaryOp<TStepMap>
        {
            var device = source.Device;
            var (from, to) = (source.View<T>(), target.View<T>());
            var groups = new KernelConfig(
                step.Results,
                step.Grouped ? LaunchShape.GroupSize(device, step.Chunk) : LaunchShape.GroupSize(device));
            switch (step.Grouped, step.IsLast)
            {
                case (true, true) when LaunchShape.ItemHasLanes(device):
                    ReductionLaunchers<TStepMap, TReduction, T, TMath>.RowAxis.Launch(
                        device, new KernelConfig(step.Results, 1), from, to, step.Axis, T.CreateChecked(count), stepMap,
                        default);
                    break;
                case (true, false) when LaunchShape.ItemHasLanes(device):
                    ReductionLaunchers<TStepMap, TReduction, T, TMath>.RowChunks.Launch(
                        device, new KernelConfig(step.Results, 1), from, to, step.Axis, step.Chunk, step.Chunks,
                        stepMap, default);
                    break;
                case (true, true):
                    ReductionLaunchers<TStepMap, TReduction, T, TMath>.GroupAxis.Launch(
                        device, groups, from, to, step.Axis, T.CreateChecked(count), stepMap, default);
                    break;
                case (true, false):
                    ReductionLaunchers<TStepMap, TReduction, T, TMath>.GroupChunks.Launch(
                        device, groups, from, to, step.Axis, step.Chunk, step.Chunks, stepMap, default);
                    break;
                case (false, true) when step.Inner >= groups.GroupDim.X:
                    var strips = LaunchShape.Blocks(step.Inner, groups.GroupDim.X);
                    ReductionLaunchers<TStepMap, TReduction, T, TMath>.StripAxis.Launch(
                        device, new KernelConfig(step.Outer * strips, groups.GroupDim.X), from, to, step.Axis,
                        step.Inner, T.CreateChecked(count), stepMap, default);
                    break;
                case (false, true):
                    ReductionLaunchers<TStepMap, TReduction, T, TMath>.ItemAxis.Launch(
                        device, step.Results, from, to, step.Axis, step.Inner, T.CreateChecked(count), stepMap,
                        default);
                    break;
                default:
                    ReductionLaunchers<TStepMap, TReduction, T, TMath>.ItemChunks.Launch(
                        device, step.Results, from, to, step.Axis, step.Inner, step.Chunk, step.Chunks, stepMap,
                        default);
                    break;
            }
        }
    }
}
