using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>The kernels of batch normalization.</summary>
internal static class BatchNormLaunchers<T, TMath>
    where T : unmanaged, INumber<T>
    where TMath : unmanaged, IScalarMath<T>
{
    internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>, int, int, T> Statistics = new(
        BatchNormKernels.Statistics<T, TMath>);

    internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, T, T>
        UpdateRunning = new(BatchNormKernels.UpdateRunning<T, TMath>);

    internal static readonly ItemKernel<
        ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, T>
        UpdateRunningEqually = new(BatchNormKernels.UpdateRunningEqually<T, TMath>);

    internal static readonly ItemKernel<
        ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, int, int, int, T>
        Forward = new(BatchNormKernels.Forward<T, TMath>);

    internal static readonly ItemKernel<
        ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, int, int, T>
        BackwardParameters = new(BatchNormKernels.BackwardParameters<T, TMath>);

    internal static readonly ItemKernel<
        ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>,
        ArrayView<T>, int, T, T>
        Backward = new(BatchNormKernels.Backward<T, TMath>);

    internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, int, T>
        BackwardEvaluation = new(BatchNormKernels.BackwardEvaluation<T, TMath>);
}
