using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>Sparsemax over the last dimension; the gradient comes from the output.</summary>
internal static class Sparsemax
{
    private const string Name = "sparsemax";

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

        internal override string Name => Sparsemax.Name;

        internal override void Backward(Tensor gradient, BackwardPass pass)
        {
            var dx = pass.Target(First);
            if (dx.Count > 0) NumberType.Dispatch(Name, gradient, new BackwardLaunch(_y.Get(this), gradient, dx));
            pass.Accumulate(First, dx);
        }

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass)
        {
            var y = _y.Get(this);
            var support = (y > 0).To(y.DType);
            var mean = (gradient * support).Sum(-1, keepDimension: true) / support.Sum(-1, keepDimension: true);
            pass.Accumulate(First, support * (gradient - mean));
        }
    }

    private readonly struct ForwardLaunch(Tensor x, Tensor y) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var columns = x.Shape[^1];
            Launchers<T, TMath>.Forward.Launch(x.Device, x.Count / columns, x.View<T>(), y.View<T>(), columns);
        }
    }

    private readonly struct BackwardLaunch(Tensor y, Tensor dy, Tensor dx) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var columns = y.Shape[^1];
            Launchers<T, TMath>.Backward.Launch(
                y.Device, y.Count / columns, y.View<T>(), dy.View<T>(), dx.View<T>(), columns);
        }
    }

    private static class Launchers<T, TMath> where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
    {
        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, int> Forward = new(
            SparsemaxKernels.Forward<T, TMath>);

        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>, int> Backward = new(
            SparsemaxKernels.Backward<T, TMath>);
    }
}
