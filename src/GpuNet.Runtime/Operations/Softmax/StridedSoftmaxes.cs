using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>Softmax or log-softmax along any dimension, read and written where it lies.</summary>
internal static class StridedSoftmaxes<TForm> where TForm : unmanaged, ISoftmaxForm<TForm>
{
    private const int FewLines = 128;
    private const int LongLine = 1024;

    private static readonly string Name = typeof(TForm).Name;

    /// <param name="x">Of any shape.</param>
    /// <param name="axis">The dimension, from 0 on.</param>
    internal static Tensor Forward(Tensor x, int axis)
    {
        if (x.DType.IsNarrow()) return Forward(x.To(DType.Float32), axis).To(x.DType);
        Check.Floating(Name, x);
        if (axis == x.Rank - 1) return Softmaxes<TForm>.Forward(x);
        var split = AxisSplit.Of(x.Shape, axis);
        // A line is one item's: where there are a few long ones, groups are worth two copies.
        if (split.Axis > LongLine && split.Outer * split.Inner < FewLines)
            return Softmaxes<TForm>.Forward(x.Transpose(axis, -1)).Transpose(axis, -1);
        var y = Tensor.Uninitialized(x.Shape, x.DType, x.Device);
        if (x.Count > 0) NumberType.Dispatch(Name, x, new ForwardLaunch(x, y, split));
        return Tape.Records(x) ? y.RecordedAs(new Node(x, y, axis)) : y;
    }

    private sealed class Node(Tensor x, Tensor y, int axis) : TapeNode(x)
    {
        private readonly SavedTensor _y = new(y);

        internal override string Name => StridedSoftmaxes<TForm>.Name;

        internal override void Backward(Tensor gradient, BackwardPass pass)
        {
            var y = _y.Get(this);
            var dx = pass.Target(First);
            if (dx.Count > 0)
                NumberType.Dispatch(Name, y, new BackwardLaunch(y, gradient, dx, AxisSplit.Of(y.Shape, axis)));
            pass.Accumulate(First, dx);
        }

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass) =>
            pass.Accumulate(First, Softmaxes<TForm>.GradientGraph(_y.Get(this), gradient, axis));
    }

    private readonly struct ForwardLaunch(Tensor x, Tensor y, AxisSplit split) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T> =>
            Launchers<T, TMath>.Forward.Launch(
                x.Device, split.Outer * split.Inner, x.View<T>(), y.View<T>(), split.Axis, split.Inner, default);
    }

    private readonly struct BackwardLaunch(Tensor y, Tensor dy, Tensor dx, AxisSplit split) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T> =>
            Launchers<T, TMath>.Backward.Launch(
                y.Device, split.Outer * split.Inner, y.View<T>(), dy.View<T>(), dx.View<T>(), split.Axis, split.Inner,
                default);
    }

    private static class Launchers<T, TMath> where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
    {
        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, int, int, TForm> Forward = new(
            StridedSoftmaxKernels.Forward<TForm, T, TMath>);

        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>, int, int, TForm> Backward = new(
            StridedSoftmaxKernels.Backward<TForm, T, TMath>);
    }
}
