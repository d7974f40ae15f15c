using GpuNet.Kernels;

namespace GpuNet.Operations;

/// <summary>
/// The sum of a unary op over all elements in one pass, without the mapped tensor in between: the penalty of a
/// regularizer.
/// </summary>
internal static class Penalty<TOp> where TOp : unmanaged, IUnaryOp<TOp>
{
    internal static Tensor Forward(Tensor x, TOp op)
    {
        if (x.DType.IsNarrow()) return Forward(x.To(DType.Float32), op).To(x.DType);
        Check.Floating(TOp.Info.Name, x);
        var y = Reduction.Run<TOp, Sum>(x, AxisSplit.Whole(x.Shape), [], op);
        return Tape.Records(x) ? y.RecordedAs(new Node(x, op)) : y;
    }

    private sealed class Node(Tensor x, TOp op) : TapeNode(x)
    {
        private readonly SavedTensor _x = new(x);

        internal override string Name => TOp.Info.Name;

        internal override void Backward(Tensor gradient, BackwardPass pass)
        {
            using var repeated = Tensor.Uninitialized(First.Shape, gradient.DType, gradient.Device);
            Copying.Repeat(gradient, AxisSplit.Whole(First.Shape), repeated);
            var dx = pass.Target(First);
            Unary<TOp>.BackwardFromInput(_x.Get(this), repeated, dx, op);
            pass.Accumulate(First, dx);
        }

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass) =>
            pass.Accumulate(First, _x.Get(this).Map(new DerivativeOf<TOp>(op)) * gradient);
    }
}
