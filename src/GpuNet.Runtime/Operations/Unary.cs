using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>
/// A unary op of the kernels on a tensor: y = f(x) element by element, and dx = dy f'(x, y) backwards.
/// </summary>
internal static class Unary<TOp> where TOp : unmanaged, IUnaryOp<TOp>
{
    private static readonly string Name = TOp.Info.Name;
    private static readonly BackwardNeeds Needs = TOp.Info.Needs;

    internal static Tensor Forward(Tensor x, TOp op)
    {
        Check.Floating(Name, x);
        var y = Tensor.Uninitialized(x.Shape, x.DType, x.Device);
        if (x.Count > 0) Precision.Dispatch(Name, x, new ForwardLaunch(x, y, op));
        return Tape.Records(x) ? y.RecordedAs(new Node(x, y, op)) : y;
    }

    /// <summary>dx = dy f'(x) for an op whose derivative does not read its output.</summary>
    internal static void BackwardFromInput(Tensor x, Tensor dy, Tensor dx, TOp op)
    {
        if (Needs.HasFlag(BackwardNeeds.Output))
            throw new GpuNetException(
                $"{Name}: its derivative reads the output, which is not kept here. Use x.Map(op).Sum().");
        if (dx.Count > 0) Precision.Dispatch(Name, dy, new BackwardLaunch(x, x, dy, dx, op));
    }

    private sealed class Node : TapeNode
    {
        private readonly TOp _op;
        private readonly SavedTensor _x, _y;

        internal Node(Tensor x, Tensor y, TOp op) : base(x)
        {
            _op = op;
            if (Needs.HasFlag(BackwardNeeds.Input)) _x = new SavedTensor(x);
            if (Needs.HasFlag(BackwardNeeds.Output)) _y = new SavedTensor(y);
        }

        internal override string Name => Unary<TOp>.Name;

        internal override void Backward(Tensor gradient, BackwardPass pass)
        {
            var x = Needs.HasFlag(BackwardNeeds.Input) ? _x.Get(this) : gradient;
            var y = Needs.HasFlag(BackwardNeeds.Output) ? _y.Get(this) : gradient;
            var dx = BackwardPass.Target(First);
            if (dx.Count > 0) Precision.Dispatch(Name, gradient, new BackwardLaunch(x, y, gradient, dx, _op));
            pass.Accumulate(First, dx);
        }
    }

    private readonly struct ForwardLaunch(Tensor x, Tensor y, TOp op) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T> =>
            Launchers<T, TMath>.Forward.Launch(x.Device, x.Count, x.View<T>(), y.View<T>(), op);
    }

    private readonly struct BackwardLaunch(Tensor x, Tensor y, Tensor dy, Tensor dx, TOp op) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            switch (Needs)
            {
                case BackwardNeeds.None:
                    Launchers<T, TMath>.FromNothing.Launch(
                        dy.Device, dy.Count, dy.View<T>(), dx.View<T>(), new Single<TOp>(op));
                    break;
                case BackwardNeeds.Input:
                    Launchers<T, TMath>.FromInput.Launch(
                        dy.Device, dy.Count, x.View<T>(), dy.View<T>(), dx.View<T>(), new Single<TOp>(op));
                    break;
                case BackwardNeeds.Output:
                    Launchers<T, TMath>.FromOutput.Launch(
                        dy.Device, dy.Count, y.View<T>(), dy.View<T>(), dx.View<T>(), new Single<TOp>(op));
                    break;
                default:
                    Launchers<T, TMath>.FromBoth.Launch(
                        dy.Device, dy.Count, x.View<T>(), y.View<T>(), dy.View<T>(), dx.View<T>(), new Single<TOp>(op));
                    break;
            }
        }
    }

    private static class Launchers<T, TMath> where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
    {
        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, TOp> Forward = new(
            MapKernels.Forward<TOp, T, TMath>);

        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, Single<TOp>> FromNothing = new(
            MapKernels.BackwardFromNothing<Single<TOp>, T, TMath>);

        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>, Single<TOp>> FromInput = new(
            MapKernels.BackwardFromInput<Single<TOp>, T, TMath>);

        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>, Single<TOp>> FromOutput = new(
            MapKernels.BackwardFromOutput<Single<TOp>, T, TMath>);

        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, Single<TOp>> FromBoth = new(
            MapKernels.BackwardFromBoth<Single<TOp>, T, TMath>);
    }
}
