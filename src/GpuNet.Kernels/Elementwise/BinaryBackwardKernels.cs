using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// The backward pass of a binary op: da = dy * df/da and db = dy * df/db, each of the shape of y. Where an operand was
/// repeated, the caller sums its gradient over the repeated dimensions (<see cref="ReductionKernels"/>).
/// </summary>
/// <remarks>
/// Launch: auto-grouped, one item an element of y. Ops whose derivatives read only the output, or nothing, use the
/// <c>FromOutput</c> and <c>FromNothing</c> kernels: what is not read need not exist. <c>TFlow</c> says what a derivative of 0
/// makes of an infinite gradient.
/// </remarks>
public static class BinaryBackwardKernels
{
    /// <summary>da = dy * df/da; for ops that need neither operands nor output.</summary>
    public static void AFromNothing<TOp, TFlow, T, TMath>(Index1D index, ArrayView<T> dy, ArrayView<T> da, TOp op)
        where TOp : unmanaged, IBinaryOp<TOp>
        where TFlow : unmanaged, IGradientFlow
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        da[index] = TFlow.Back(dy[index], op.DerivativeA<T, TMath>(T.Zero, T.Zero, T.Zero));

    /// <summary>da = dy * df/da; for ops that need their output only.</summary>
    public static void AFromOutput<TOp, TFlow, T, TMath>(
        Index1D index, ArrayView<T> y, ArrayView<T> dy, ArrayView<T> da, TOp op)
        where TOp : unmanaged, IBinaryOp<TOp>
        where TFlow : unmanaged, IGradientFlow
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        da[index] = TFlow.Back(dy[index], op.DerivativeA<T, TMath>(T.Zero, T.Zero, y[index]));

    /// <summary>da = dy * df/da, operands of y's shape; for ops that need their operands.</summary>
    public static void AFromInputs<TOp, TFlow, T, TMath>(
        Index1D index, ArrayView<T> a, ArrayView<T> b, ArrayView<T> dy, ArrayView<T> da, TOp op)
        where TOp : unmanaged, IBinaryOp<TOp>
        where TFlow : unmanaged, IGradientFlow
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        da[index] = TFlow.Back(dy[index], op.DerivativeA<T, TMath>(a[index], b[index], T.Zero));

    /// <summary>da = dy * df/da, operands read through strides; for ops that need their operands.</summary>
    public static void AFromBroadcastInputs<TOp, TFlow, T, TMath>(
        Index1D index, ArrayView<T> a, ArrayView<T> b, ArrayView<T> dy, ArrayView<T> da, BroadcastShape shape, TOp op)
        where TOp : unmanaged, IBinaryOp<TOp>
        where TFlow : unmanaged, IGradientFlow
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        da[index] = TFlow.Back(dy[index], op.DerivativeA<T, TMath>(
            a[shape.OffsetA(index)], b[shape.OffsetB(index)], T.Zero));

    /// <summary>db = dy * df/db; for ops that need neither operands nor output.</summary>
    public static void BFromNothing<TOp, TFlow, T, TMath>(Index1D index, ArrayView<T> dy, ArrayView<T> db, TOp op)
        where TOp : unmanaged, IBinaryOp<TOp>
        where TFlow : unmanaged, IGradientFlow
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        db[index] = TFlow.Back(dy[index], op.DerivativeB<T, TMath>(T.Zero, T.Zero, T.Zero));

    /// <summary>db = dy * df/db; for ops that need their output only.</summary>
    public static void BFromOutput<TOp, TFlow, T, TMath>(
        Index1D index, ArrayView<T> y, ArrayView<T> dy, ArrayView<T> db, TOp op)
        where TOp : unmanaged, IBinaryOp<TOp>
        where TFlow : unmanaged, IGradientFlow
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        db[index] = TFlow.Back(dy[index], op.DerivativeB<T, TMath>(T.Zero, T.Zero, y[index]));

    /// <summary>db = dy * df/db, operands of y's shape; for ops that need their operands.</summary>
    public static void BFromInputs<TOp, TFlow, T, TMath>(
        Index1D index, ArrayView<T> a, ArrayView<T> b, ArrayView<T> dy, ArrayView<T> db, TOp op)
        where TOp : unmanaged, IBinaryOp<TOp>
        where TFlow : unmanaged, IGradientFlow
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        db[index] = TFlow.Back(dy[index], op.DerivativeB<T, TMath>(a[index], b[index], T.Zero));

    /// <summary>db = dy * df/db, operands read through strides; for ops that need their operands.</summary>
    public static void BFromBroadcastInputs<TOp, TFlow, T, TMath>(
        Index1D index, ArrayView<T> a, ArrayView<T> b, ArrayView<T> dy, ArrayView<T> db, BroadcastShape shape, TOp op)
        where TOp : unmanaged, IBinaryOp<TOp>
        where TFlow : unmanaged, IGradientFlow
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        db[index] = TFlow.Back(dy[index], op.DerivativeB<T, TMath>(
            a[shape.OffsetA(index)], b[shape.OffsetB(index)], T.Zero));
}
