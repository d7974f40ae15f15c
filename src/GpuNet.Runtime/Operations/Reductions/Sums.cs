using GpuNet.Kernels;

namespace GpuNet.Operations;

/// <summary>Sum or mean along an axis, of an op of the elements; backwards the gradient is repeated along it.</summary>
/// <typeparam name="TReduction"><see cref="Sum"/> or <see cref="Mean"/>.</typeparam>
internal static class Sums<TReduction> where TReduction : unmanaged, IReduction<TReduction>
{
    private static readonly string Name = TReduction.Info.Name;
    private static readonly bool IsMean = typeof(TReduction) == typeof(Mean);

    internal static Tensor Forward(Tensor x, AxisSplit split, Shape resultShape)
    {
        if (x.DType.IsNarrow()) return Forward(x.To(DType.Float32), split, resultShape).To(x.DType);
        Check.Floating(Name, x);
        var y = Reduction.Run<Identity, TReduction>(x, split, resultShape);
        return Tape.Records(x) ? y.RecordedAs(new Node(x, split)) : y;
    }

    private sealed class Node(Tensor x, AxisSplit split) : TapeNode(x)
    {
        internal override string Name => Sums<TReduction>.Name;

        internal override void Backward(Tensor gradient, BackwardPass pass)
        {
            var dx = pass.Target(First);
            if (IsMean) Copying.RepeatScaled(gradient, split, dx, 1.0 / split.Axis);
            else Copying.Repeat(gradient, split, dx);
            pass.Accumulate(First, dx);
        }

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass)
        {
            // Of no elements there is no gradient, but one of it: 0, and not 0 / 0.
            var share = 1.0 / Math.Max(split.Axis, 1);
            var each = IsMean ? gradient * Tensor.Scalar(share, gradient.DType, gradient.Device) : gradient;
            pass.Accumulate(First, Expansion.Along(each, split, First.Shape));
        }
    }
}
