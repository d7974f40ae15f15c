using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>The kernels of layer, RMS and group normalization.</summary>
internal static class RowNormLaunchers<TForm, TAffine, T, TMath>
    where TForm : unmanaged, IRowNormForm<TForm>
    where TAffine : unmanaged, IRowNormAffine<TAffine>
    where T : unmanaged, INumber<T>
    where TMath : unmanaged, IScalarMath<T>
{
    internal static readonly ItemKernel<
        ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, RowNormShape, T, T, TForm, TAffine>
        ItemForward = new(RowNormKernels.ItemForward<TForm, TAffine, T, TMath>);

    internal static readonly GroupKernel<
        ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, RowNormShape, T, T, TForm, TAffine>
        GroupForward = new(RowNormKernels.GroupForward<TForm, TAffine, T, TMath>);

    internal static readonly GroupKernel<
        ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, RowNormShape, T, T, TForm, TAffine>
        RowForward = new(RowNormByItemKernels.Forward<TForm, TAffine, T, TMath>);

    internal static readonly GroupKernel<
        ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, RowNormShape,
        T, TForm, TAffine>
        RowBackward = new(RowNormByItemKernels.Backward<TForm, TAffine, T, TMath>);

    internal static readonly ItemKernel<
        ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, RowNormShape,
        T, TForm, TAffine>
        ItemBackward = new(RowNormKernels.ItemBackward<TForm, TAffine, T, TMath>);

    internal static readonly GroupKernel<
        ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, RowNormShape,
        T, TForm, TAffine>
        GroupBackward = new(RowNormKernels.GroupBackward<TForm, TAffine, T, TMath>);
}
