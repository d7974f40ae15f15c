using System.Numerics;
using GpuNet.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Operations;

/// <summary>The kernels of batch normalization.</summary>
internal static class BatchNormLaunchers<T, TMath>
    where T : unmanaged, INumber<T>
    where TMath : unmanaged, IScalarMath<T>
{
    internal static readonly KernelCache<Action<
        Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>, int, int, T>> Statistics = new(
        static accelerator => accelerator.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>, int, int, T>(
            BatchNormKernels.Statistics<T, TMath>));

    internal static readonly KernelCache<Action<
        Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, T, T>> UpdateRunning = new(
        static accelerator => accelerator.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, T, T>(
            BatchNormKernels.UpdateRunning<T, TMath>));

    internal static readonly KernelCache<Action<
        Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, int, int, int,
        T>> Forward = new(
        static accelerator => accelerator.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, int, int, int,
            T>(
            BatchNormKernels.Forward<T, TMath>));

    internal static readonly KernelCache<Action<
        Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, int, int,
        T>> BackwardParameters = new(
        static accelerator => accelerator.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, int, int, T>(
            BatchNormKernels.BackwardParameters<T, TMath>));

    internal static readonly KernelCache<Action<
        Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>,
        ArrayView<T>,
        int, T, T>> Backward = new(
        static accelerator => accelerator.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>,
            ArrayView<T>,
            int, T, T>(
            BatchNormKernels.Backward<T, TMath>));

    internal static readonly KernelCache<Action<
        Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, int, T>>
        BackwardEvaluation = new(
            static accelerator => accelerator
                .LoadAutoGroupedStreamKernel<Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, int, T>(
                    BatchNormKernels.BackwardEvaluation<T, TMath>));
}
