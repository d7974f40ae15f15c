using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>Softmax or log-softmax over the last dimension; the gradient comes from the output.</summary>
internal static class Softmaxes<TForm> where TForm : unmanaged, ISoftmaxForm<TForm>
{
    private static readonly string Name = typeof(TForm).Name;

    internal static Tensor Forward(Tensor x)
    {
        if (x.DType.IsNarrow()) return Forward(x.To(DType.Float32)).To(x.DType);
        Check.Floating(Name, x);
        if (x.Rank == 0) throw new ShapeMismatchException(Name, "at least one dimension", x.Shape.ToString());
        var y = Tensor.Uninitialized(x.Shape, x.DType, x.Device);
        if (x.Count > 0) NumberType.Dispatch(Name, x, new ForwardLaunch(x, y));
        return Tape.Records(x) ? y.RecordedAs(new Node(x, y)) : y;
    }

    private sealed class Node(Tensor x, Tensor y) : TapeNode(x)
    {
        private readonly SavedTensor _y = new(y);

        internal override string Name => Softmaxes<TForm>.Name;

        internal override void Backward(Tensor gradient, BackwardPass pass)
        {
            var y = _y.Get(this);
            var dx = pass.Target(First);
            if (dx.Count > 0) NumberType.Dispatch(Name, y, new BackwardLaunch(y, gradient, dx));
            pass.Accumulate(First, dx);
        }

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass) =>
            pass.Accumulate(First, GradientGraph(_y.Get(this), gradient, -1));
    }

    /// <summary>The input's gradient along a dimension, in recorded operations.</summary>
    internal static Tensor GradientGraph(Tensor y, Tensor gradient, int axis) => typeof(TForm) == typeof(Softmax)
        ? y * (gradient - (y * gradient).Sum(axis, keepDimension: true))
        : gradient - y.Exp() * gradient.Sum(axis, keepDimension: true);

    private readonly struct ForwardLaunch(Tensor x, Tensor y) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var (device, columns) = (x.Device, x.Shape[^1]);
            var rows = x.Count / columns;
            if (columns <= SoftmaxKernels.LongestItemRow)
                Launchers<T, TMath>.ItemForward.Launch(device, rows, x.View<T>(), y.View<T>(), columns, default);
            else if (LaunchShape.ItemHasLanes(device))
                Launchers<T, TMath>.RowForward.Launch(
                    device, new KernelConfig(rows, 1), x.View<T>(), y.View<T>(), columns, default);
            else if (LaunchShape.HoldsRow(device, columns))
                Launchers<T, TMath>.HeldForward.Launch(
                    device, new KernelConfig(rows, LaneTree.LanesOf(columns)), x.View<T>(), y.View<T>(), columns, default);
            else
                Launchers<T, TMath>.GroupForward.Launch(
                    device, new KernelConfig(rows, LaunchShape.GroupSize(device, columns)), x.View<T>(), y.View<T>(), columns,
                    default);
        }
    }

    private readonly struct BackwardLaunch(Tensor y, Tensor dy, Tensor dx) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var (device, columns) = (y.Device, y.Shape[^1]);
            var rows = y.Count / columns;
            if (columns <= SoftmaxKernels.LongestItemRow)
                Launchers<T, TMath>.ItemBackward.Launch(
                    device, rows, y.View<T>(), dy.View<T>(), dx.View<T>(), columns, default);
            else if (LaunchShape.ItemHasLanes(device))
                Launchers<T, TMath>.RowBackward.Launch(
                    device, new KernelConfig(rows, 1), y.View<T>(), dy.View<T>(), dx.View<T>(), columns, default);
            else
                Launchers<T, TMath>.GroupBackward.Launch(
                    device, new KernelConfig(rows, LaunchShape.GroupSize(device, columns)), y.View<T>(), dy.View<T>(),
                    dx.View<T>(), columns, default);
        }
    }

    private static class Launchers<T, TMath> where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
    {
        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, int, TForm> ItemForward = new(
            SoftmaxKernels.ItemForward<TForm, T, TMath>);

        internal static readonly GroupKernel<ArrayView<T>, ArrayView<T>, int, TForm> GroupForward = new(
            SoftmaxKernels.GroupForward<TForm, T, TMath>);

        internal static readonly GroupKernel<ArrayView<T>, ArrayView<T>, int, TForm> HeldForward = new(
            HeldSoftmaxKernels.Forward<TForm, T, TMath>);

        internal static readonly GroupKernel<ArrayView<T>, ArrayView<T>, int, TForm> RowForward = new(
            RowSoftmaxKernels.Forward<TForm, T, TMath>);

        internal static readonly GroupKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>, int, TForm> RowBackward = new(
            RowSoftmaxKernels.Backward<TForm, T, TMath>);

        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>, int, TForm> ItemBackward = new(
            SoftmaxKernels.ItemBackward<TForm, T, TMath>);

        internal static readonly GroupKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>, int, TForm> GroupBackward = new(
            SoftmaxKernels.GroupBackward<TForm, T, TMath>);
    }
}
