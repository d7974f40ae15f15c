using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>The kernels of a reduction.</summary>
internal static class ReductionLaunchers<TMap, TReduction, T, TMath>
    where TMap : unmanaged, IUnaryOp<TMap>
    where TReduction : unmanaged, IReduction<TReduction>
    where T : unmanaged, INumber<T>
    where TMath : unmanaged, IScalarMath<T>
{
    internal static readonly GroupKernel<ArrayView<T>, ArrayView<T>, int, T, TMap, TReduction> GroupAxis = new(
        ReductionKernels.GroupAxis<TMap, TReduction, T, TMath>);

    internal static readonly GroupKernel<ArrayView<T>, ArrayView<T>, int, int, int, TMap, TReduction> GroupChunks = new(
        ReductionKernels.GroupChunks<TMap, TReduction, T, TMath>);

    internal static readonly GroupKernel<ArrayView<T>, ArrayView<T>, int, T, TMap, TReduction> RowAxis = new(
        ReductionKernels.RowAxis<TMap, TReduction, T, TMath>);

    internal static readonly GroupKernel<ArrayView<T>, ArrayView<T>, int, int, int, TMap, TReduction> RowChunks = new(
        ReductionKernels.RowChunks<TMap, TReduction, T, TMath>);

    internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, int, int, T, TMap, TReduction> ItemAxis = new(
        ReductionKernels.ItemAxis<TMap, TReduction, T, TMath>);

    internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, int, int, int, int, TMap, TReduction>
        ItemChunks = new(ReductionKernels.ItemChunks<TMap, TReduction, T, TMath>);

    internal static readonly GroupKernel<ArrayView<T>, ArrayView<T>, int, int, T, TMap, TReduction> StripAxis = new(
        ReductionKernels.StripAxis<TMap, TReduction, T, TMath>);
}
