using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>The forward kernels of a binary op, one for each way in which shapes meet.</summary>
internal static class BinaryLaunchers<TOp, T, TMath>
    where TOp : unmanaged, IBinaryOp<TOp>
    where T : unmanaged, INumber<T>
    where TMath : unmanaged, IScalarMath<T>
{
    internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>, TOp> Same = new(
        BinaryKernels.Same<TOp, T, TMath>);

    internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>, TOp> ByScalar = new(
        BinaryKernels.ByScalar<TOp, T, TMath>);

    internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>, int, int, int, TOp> ByRow = new(
        BinaryKernels.ByRow<TOp, T, TMath>);

    internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>, int, int, int, TOp> ByColumn = new(
        BinaryKernels.ByColumn<TOp, T, TMath>);

    internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>, BroadcastShape, TOp> Strided = new(
        BinaryKernels.Broadcast<TOp, T, TMath>);
}

/// <summary>Which operand of a binary op a gradient is for.</summary>
internal interface IBinaryOperand
{
    static abstract bool IsFirst { get; }
}

internal readonly struct OperandA : IBinaryOperand
{
    public static bool IsFirst => true;
}

internal readonly struct OperandB : IBinaryOperand
{
    public static bool IsFirst => false;
}

/// <summary>
/// The backward kernels of a binary op for one operand, one for each thing that the derivative may read.
/// </summary>
internal static class BinaryBackwardLaunchers<TOp, TFlow, T, TMath, TOperand>
    where TOp : unmanaged, IBinaryOp<TOp>
    where TFlow : unmanaged, IGradientFlow
    where T : unmanaged, INumber<T>
    where TMath : unmanaged, IScalarMath<T>
    where TOperand : struct, IBinaryOperand
{
    internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, TOp> FromNothing = new(
        TOperand.IsFirst
            ? BinaryBackwardKernels.AFromNothing<TOp, TFlow, T, TMath>
            : BinaryBackwardKernels.BFromNothing<TOp, TFlow, T, TMath>);

    internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>, TOp> FromOutput = new(
        TOperand.IsFirst
            ? BinaryBackwardKernels.AFromOutput<TOp, TFlow, T, TMath>
            : BinaryBackwardKernels.BFromOutput<TOp, TFlow, T, TMath>);

    internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, TOp> FromInputs = new(
        TOperand.IsFirst
            ? BinaryBackwardKernels.AFromInputs<TOp, TFlow, T, TMath>
            : BinaryBackwardKernels.BFromInputs<TOp, TFlow, T, TMath>);

    internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, BroadcastShape, TOp>
        FromBroadcastInputs = new(
            TOperand.IsFirst
                ? BinaryBackwardKernels.AFromBroadcastInputs<TOp, TFlow, T, TMath>
                : BinaryBackwardKernels.BFromBroadcastInputs<TOp, TFlow, T, TMath>);
}
