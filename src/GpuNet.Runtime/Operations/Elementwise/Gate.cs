using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>A gate of the kernels over the halves of the last dimension; the gradient comes from the input.</summary>
internal static class Gate<TOp> where TOp : unmanaged, IBinaryOp<TOp>
{
    private static readonly string Name = TOp.Info.Name;

    internal static Tensor Forward(Tensor x, TOp op)
    {
        if (x.DType.IsNarrow()) return Forward(x.To(DType.Float32), op).To(x.DType);
        Check.Floating(Name, x);
        if (TOp.Info.Needs.HasFlag(BackwardNeeds.Output))
            throw new GpuNetException($"{Name}: a gate's derivatives read its operands, not its output.");
        if (x.Rank == 0 || x.Shape[^1] % 2 != 0)
            throw new ShapeMismatchException(Name, "an even last dimension, to be halved", x.Shape.ToString());
        int[] extents = [.. x.Shape.ToArray()[..^1], x.Shape[^1] / 2];
        var y = Tensor.Uninitialized(Shape.Create(extents), x.DType, x.Device);
        if (y.Count > 0) NumberType.Dispatch(Name, x, new ForwardLaunch(x, y, op));
        return Tape.Records(x) ? y.RecordedAs(new Node(x, op)) : y;
    }

    private sealed class Node(Tensor x, TOp op) : TapeNode(x)
    {
        private readonly SavedTensor _x = new(x);

        internal override string Name => Gate<TOp>.Name;

        internal override void Backward(Tensor gradient, BackwardPass pass)
        {
            var dx = pass.Target(First);
            if (dx.Count > 0) NumberType.Dispatch(Name, gradient, new BackwardLaunch(_x.Get(this), gradient, dx, op));
            pass.Accumulate(First, dx);
        }

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass)
        {
            var half = gradient.Shape[^1];
            // Halves of rows are rows of the transpose.
            var columns = _x.Get(this).Reshape(-1, 2 * half).Transpose();
            var (a, b, dy) = (columns[..half], columns[half..], gradient.Reshape(-1, half).Transpose());
            var dx = Viewing.Place(dy * a.Combine<PartialA<TOp>>(b, new(op)), columns.Shape, 0)
                + Viewing.Place(dy * a.Combine<PartialB<TOp>>(b, new(op)), columns.Shape, half);
            pass.Accumulate(First, Viewing.Reshape(dx.Transpose(), First.Shape));
        }
    }

    private readonly struct ForwardLaunch(Tensor x, Tensor y, TOp op) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T> =>
            Launchers<T, TMath>.Forward.Launch(x.Device, y.Count, x.View<T>(), y.View<T>(), y.Shape[^1], op);
    }

    private readonly struct BackwardLaunch(Tensor x, Tensor dy, Tensor dx, TOp op) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T> =>
            Launchers<T, TMath>.Backward.Launch(
                x.Device, dy.Count, x.View<T>(), dy.View<T>(), dx.View<T>(), dy.Shape[^1], op);
    }

    private static class Launchers<T, TMath> where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
    {
        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, int, TOp> Forward = new(
            GateKernels.Forward<TOp, T, TMath>);

        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>, int, TOp> Backward = new(
            GateKernels.Backward<TOp, T, TMath>);
    }
}
