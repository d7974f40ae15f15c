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

    internal static readonly ItemKernel<
        ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, BatchNormShape, T>
        BackwardInput = new(BatchNormBackwardKernels.Input<T, TMath>);

    internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, BatchNormShape, T>
        EvaluationInput = new(BatchNormBackwardKernels.EvaluationInput<T, TMath>);
}

/// <summary>The kernels that take the batch's statistics as well as running ones.</summary>
internal static class BatchNormLaunchers<TStatistics, T, TMath>
    where TStatistics : unmanaged, IColumnStatistics<TStatistics>
    where T : unmanaged, INumber<T>
    where TMath : unmanaged, IScalarMath<T>
{
    internal static readonly ItemKernel<
        ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, BatchNormShape, T, TStatistics>
        Forward = new(BatchNormKernels.Forward<TStatistics, T, TMath>);

    internal static readonly ItemKernel<
        ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, BatchNormShape, T, TStatistics>
        BackwardPartials = new(BatchNormBackwardKernels.Partials<TStatistics, T, TMath>);
}
