using System.Numerics;
using GpuNet.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Operations;

/// <summary>The forward kernels of a binary op, one for each way in which shapes meet.</summary>
internal static class BinaryLaunchers<TOp, T, TMath>
    where TOp : unmanaged, IBinaryOp<TOp>
    where T : unmanaged, INumber<T>
    where TMath : unmanaged, IScalarMath<T>
{
    internal static readonly KernelCache<Action<Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>, TOp>> Same = new(
        static accelerator => accelerator.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>, TOp>(
            BinaryKernels.Same<TOp, T, TMath>));

    internal static readonly KernelCache<Action<Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>, TOp>> ByScalar = new(
        static accelerator => accelerator.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>, TOp>(
            BinaryKernels.ByScalar<TOp, T, TMath>));

    internal static readonly KernelCache<Action<
        Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>, int, int, int, TOp>> ByRow = new(
        static accelerator => accelerator.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>, int, int, int, TOp>(
            BinaryKernels.ByRow<TOp, T, TMath>));

    internal static readonly KernelCache<Action<
        Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>, int, int, int, TOp>> ByColumn = new(
        static accelerator => accelerator.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>, int, int, int, TOp>(
            BinaryKernels.ByColumn<TOp, T, TMath>));

    internal static readonly KernelCache<Action<
        Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>, BroadcastShape, TOp>> Strided = new(
        static accelerator => accelerator.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>, BroadcastShape, TOp>(
            BinaryKernels.Broadcast<TOp, T, TMath>));
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
internal static class BinaryBackwardLaunchers<TOp, T, TMath, TOperand>
    where TOp : unmanaged, IBinaryOp<TOp>
    where T : unmanaged, INumber<T>
    where TMath : unmanaged, IScalarMath<T>
    where TOperand : struct, IBinaryOperand
{
    internal static readonly KernelCache<Action<Index1D, ArrayView<T>, ArrayView<T>, TOp>> FromNothing = new(
        static accelerator => accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<T>, ArrayView<T>, TOp>(
            TOperand.IsFirst
                ? BinaryBackwardKernels.AFromNothing<TOp, T, TMath>
                : BinaryBackwardKernels.BFromNothing<TOp, T, TMath>));

    internal static readonly KernelCache<Action<
        Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>, TOp>> FromOutput = new(
        static accelerator => accelerator.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>, TOp>(
            TOperand.IsFirst
                ? BinaryBackwardKernels.AFromOutput<TOp, T, TMath>
                : BinaryBackwardKernels.BFromOutput<TOp, T, TMath>));

    internal static readonly KernelCache<Action<
        Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, TOp>> FromInputs = new(
        static accelerator => accelerator.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, TOp>(
            TOperand.IsFirst
                ? BinaryBackwardKernels.AFromInputs<TOp, T, TMath>
                : BinaryBackwardKernels.BFromInputs<TOp, T, TMath>));

    internal static readonly KernelCache<Action<
        Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, BroadcastShape, TOp>>
        FromBroadcastInputs = new(
            static accelerator => accelerator
                .LoadAutoGroupedStreamKernel<
                    Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, BroadcastShape, TOp>(
                    TOperand.IsFirst
                        ? BinaryBackwardKernels.AFromBroadcastInputs<TOp, T, TMath>
                        : BinaryBackwardKernels.BFromBroadcastInputs<TOp, T, TMath>));
}
