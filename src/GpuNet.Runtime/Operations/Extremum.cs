using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>
/// The largest element along an axis and its index; backwards the gradient goes to the first of the largest, as in
/// torch.max(dim).
/// </summary>
internal static class Extremum
{
    private const string Name = "Max";

    internal static Tensor Max(Tensor x, AxisSplit split, Shape resultShape)
    {
        if (x.DType.IsNarrow()) return Max(x.To(DType.Float32), split, resultShape).To(x.DType);
        Check.Floating(Name, x);
        CheckNotEmpty(x, split);
        var y = Reduction.Run<Identity, Max>(x, split, resultShape);
        return Tape.Records(x) ? y.RecordedAs(new Node(x, split, ArgMax(x, split, resultShape))) : y;
    }

    internal static Tensor ArgMax(Tensor x, AxisSplit split, Shape resultShape)
    {
        if (x.DType.IsNarrow()) return ArgMax(x.To(DType.Float32), split, resultShape);
        Check.Floating("ArgMax", x);
        CheckNotEmpty(x, split);
        var indices = Tensor.Uninitialized(resultShape, DType.Int32, x.Device);
        if (indices.Count > 0) NumberType.Dispatch("ArgMax", x, new ArgMaxLaunch(x, split, indices));
        return indices;
    }

    private static void CheckNotEmpty(Tensor x, AxisSplit split)
    {
        if (split.Axis == 0)
            throw new ShapeMismatchException(Name, "at least one element along the axis", x.Shape.ToString());
    }

    private sealed class Node(Tensor x, AxisSplit split, Tensor indices) : TapeNode(x)
    {
        private readonly SavedTensor _indices = new(indices);

        internal override string Name => Extremum.Name;

        internal override void Backward(Tensor gradient, BackwardPass pass)
        {
            var dx = pass.Target(First);
            if (dx.Count > 0)
                NumberType.Dispatch(Name, gradient, new ScatterLaunch(_indices.Get(this), gradient, dx, split));
            pass.Accumulate(First, dx);
        }

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass)
        {
            var mask = Tensor.Uninitialized(First.Shape, gradient.DType, gradient.Device);
            using var ones = Tensor.OnesLike(gradient);
            if (mask.Count > 0)
                NumberType.Dispatch(Name, gradient, new ScatterLaunch(_indices.Get(this), ones, mask, split));
            pass.Accumulate(First, Expansion.Along(gradient, split, First.Shape) * mask);
        }
    }

    private readonly struct ArgMaxLaunch(Tensor x, AxisSplit split, Tensor indices) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T> =>
            Launchers<T, TMath>.ArgMax.Launch(
                x.Device, indices.Count, x.View<T>(), indices.View<int>(), split.Axis, split.Inner);
    }

    private readonly struct ScatterLaunch(Tensor indices, Tensor dy, Tensor dx, AxisSplit split) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T> =>
            Launchers<T, TMath>.Scatter.Launch(
                dx.Device, dx.Count, indices.View<int>(), dy.View<T>(), dx.View<T>(), split.Axis, split.Inner);
    }

    private static class Launchers<T, TMath> where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
    {
        internal static readonly ItemKernel<ArrayView<T>, ArrayView<int>, int, int> ArgMax = new(
            ArgMaxKernels.Axis<T, TMath>);

        internal static readonly ItemKernel<ArrayView<int>, ArrayView<T>, ArrayView<T>, int, int> Scatter = new(
            ArgMaxKernels.Scatter<T>);
    }
}
