using System.Numerics;
using GpuNet.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Operations;

/// <summary>The kernels of a reduction.</summary>
internal static class ReductionLaunchers<TMap, TReduction, T, TMath>
    where TMap : unmanaged, IUnaryOp<TMap>
    where TReduction : unmanaged, IReduction<TReduction>
    where T : unmanaged, INumber<T>
    where TMath : unmanaged, IScalarMath<T>
{
    internal static readonly KernelCache<Action<
        KernelConfig, ArrayView<T>, ArrayView<T>, int, T, TMap, TReduction>> GroupAxis = new(
        static accelerator => accelerator.LoadStreamKernel<ArrayView<T>, ArrayView<T>, int, T, TMap, TReduction>(
            ReductionKernels.GroupAxis<TMap, TReduction, T, TMath>));

    internal static readonly KernelCache<Action<
        KernelConfig, ArrayView<T>, ArrayView<T>, int, int, int, TMap, TReduction>> GroupChunks = new(
        static accelerator => accelerator.LoadStreamKernel<ArrayView<T>, ArrayView<T>, int, int, int, TMap, TReduction>(
            ReductionKernels.GroupChunks<TMap, TReduction, T, TMath>));

    internal static readonly KernelCache<Action<
        Index1D, ArrayView<T>, ArrayView<T>, int, int, T, TMap, TReduction>> ItemAxis = new(
        static accelerator => accelerator.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView<T>, ArrayView<T>, int, int, T, TMap, TReduction>(
            ReductionKernels.ItemAxis<TMap, TReduction, T, TMath>));

    internal static readonly KernelCache<Action<
        Index1D, ArrayView<T>, ArrayView<T>, int, int, int, int, TMap, TReduction>> ItemChunks = new(
        static accelerator => accelerator
            .LoadAutoGroupedStreamKernel<Index1D, ArrayView<T>, ArrayView<T>, int, int, int, int, TMap, TReduction>(
                ReductionKernels.ItemChunks<TMap, TReduction, T, TMath>));

    internal static readonly KernelCache<Action<
        KernelConfig, ArrayView<T>, ArrayView<T>, int, int, T, TMap, TReduction>> StripAxis = new(
        static accelerator => accelerator.LoadStreamKernel<ArrayView<T>, ArrayView<T>, int, int, T, TMap, TReduction>(
            ReductionKernels.StripAxis<TMap, TReduction, T, TMath>));
}
