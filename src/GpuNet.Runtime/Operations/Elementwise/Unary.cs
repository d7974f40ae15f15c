using GpuNet.Fusion;
using GpuNet.Kernels;

namespace GpuNet.Operations;

/// <summary>
/// A unary op of the kernels on a tensor: y = f(x) element by element, and dx = dy f'(x, y) backwards. In a scope
/// the value stays pending until something asks for it, so that ops on it join the same kernel.
/// </summary>
internal static class Unary<TOp> where TOp : unmanaged, IUnaryOp<TOp>
{
    private static readonly string Name = TOp.Info.Name;
    private static readonly BackwardNeeds Needs = TOp.Info.Needs;

    internal static Tensor Forward(Tensor x, TOp op)
    {
        if (x.DType.IsNarrow()) return Forward(x.To(DType.Float32), op).To(x.DType);
        Check.Floating(Name, x);
        var y = TapeScope.Current is not null && x.Count > 0 && !Anomaly.IsOn ? Tensor.Pending(x, op) : Computed(x, op);
        return Tape.Records(x) ? y.RecordedAs(new MapNode<TOp>(x, y, op)) : y;
    }

    /// <summary>f' for an op whose derivative reads neither input nor output, in the shape of a tensor.</summary>
    internal static Tensor ConstantDerivative(Tensor like, TOp op)
    {
        using var noGrad = Tape.NoGrad();
        return like.Map(new DerivativeOf<TOp>(op));
    }

    /// <summary>dy f'(x) on the tape, for gradients of gradients of operations that have the op within.</summary>
    internal static Tensor Through(Tensor dy, Tensor x, TOp op)
    {
        var derivative = Needs switch
        {
            BackwardNeeds.None => ConstantDerivative(x, op),
            BackwardNeeds.Output => x.Map(op).Map(new DerivativeOfOutput<TOp>(op)),
            _ => x.Map(new DerivativeOf<TOp>(op)),
        };
        return GradientFlow.Through(dy, derivative, TOp.Selects);
    }

    /// <summary>dx = dy f'(x) for an op whose derivative does not read its output.</summary>
    internal static void BackwardFromInput(Tensor x, Tensor dy, Tensor dx, TOp op)
    {
        if (Needs.HasFlag(BackwardNeeds.Output))
            throw new GpuNetException(
                $"{Name}: its derivative reads the output, which is not kept here. Use x.Map(op).Sum().");
        if (dx.Count > 0) Maps.BackwardOf(x.Region, default, dy, dx, op);
    }

    private static Tensor Computed(Tensor x, TOp op)
    {
        var y = Tensor.Uninitialized(x.Shape, x.DType, x.Device);
        if (y.Count > 0) Maps.Forward(x.Region, y, new Single<TOp>(op));
        GC.KeepAlive(x); // its memory could be used again otherwise, before the kernel is issued
        return y;
    }
}
