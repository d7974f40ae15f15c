using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>The kernels of batch normalization.</summary>
internal static class BatchNormLaunchers<T, TMath>
    where T : unmanaged, INumber<T>
    where TMath : unmanaged, IScalarMath<T>
{
    internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, BatchNormShape> Partials = new(
        BatchNormKernels.Partials<T, TMath>);

    internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, BatchNormShape, T, T> Finish = new(
        BatchNormKernels.Finish<T, TMath>);

    internal static readonly ItemKernel<
        ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, BatchNormShape, T, T, T, T>
        FinishMoving = new(BatchNormKernels.FinishMoving<T, TMath>);

    internal static readonly ItemKernel<
        ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, BatchNormShape, T, T, T>
        FinishMovingEqually = new(BatchNormKernels.FinishMovingEqually<T, TMath>);

    internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>, BatchNormShape> BackwardFinish = new(
        BatchNormBackwardKernels.Finish);

}

/// <summary>The kernels with an activation behind; some take the batch's statistics as well as running ones.</summary>
internal static class BatchNormLaunchers<TStatistics, TActivation, T, TMath>
    where TStatistics : unmanaged, IColumnStatistics<TStatistics>
    where TActivation : unmanaged, IUnaryOp<TActivation>
    where T : unmanaged, INumber<T>
    where TMath : unmanaged, IScalarMath<T>
{
    internal static readonly ItemKernel<
        ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, BatchNormShape, T, TStatistics,
        TActivation>
        Forward = new(BatchNormKernels.Forward<TStatistics, TActivation, T, TMath>);

    internal static readonly ItemKernel<
        ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, BatchNormShape, T,
        TStatistics, TActivation>
        BackwardPartials = new(BatchNormBackwardKernels.Partials<TStatistics, TActivation, T, TMath>);

    internal static readonly ItemKernel<
        ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>,
        BatchNormShape, T, TActivation>
        BackwardInput = new(BatchNormBackwardKernels.Input<TActivation, T, TMath>);

    internal static readonly ItemKernel<
        ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, BatchNormShape, T,
        TActivation>
        EvaluationInput = new(BatchNormBackwardKernels.EvaluationInput<TActivation, T, TMath>);
}
