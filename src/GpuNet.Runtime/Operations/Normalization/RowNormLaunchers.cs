using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>The kernels of layer, RMS and group normalization.</summary>
internal static class RowNormLaunchers<TForm, TAffine, TActivation, T, TMath>
    where TForm : unmanaged, IRowNormForm<TForm>
    where TAffine : unmanaged, IRowNormAffine<TAffine>
    where TActivation : unmanaged, IUnaryOp<TActivation>
    where T : unmanaged, INumber<T>
    where TMath : unmanaged, IScalarMath<T>
{
    internal static readonly ItemKernel<
        ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, RowNormShape, T, T,
        RowNormFinish<TAffine, TActivation>>
        ItemForward = new(RowNormKernels.ItemForward<TForm, TAffine, TActivation, T, TMath>);

    internal static readonly GroupKernel<
        ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, RowNormShape, T, T,
        RowNormFinish<TAffine, TActivation>>
        GroupForward = new(RowNormKernels.GroupForward<TForm, TAffine, TActivation, T, TMath>);

    internal static readonly GroupKernel<
        ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, RowNormShape, T, T,
        RowNormFinish<TAffine, TActivation>>
        HeldForward = new(HeldRowNormKernels.Forward<TForm, TAffine, TActivation, T, TMath>);

    internal static readonly GroupKernel<
        ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, RowNormShape, T, T,
        RowNormFinish<TAffine, TActivation>>
        RowForward = new(RowNormByItemKernels.Forward<TForm, TAffine, TActivation, T, TMath>);

    internal static readonly GroupKernel<
        ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>,
        RowNormShape, T, RowNormFinish<TAffine, TActivation>>
        RowBackward = new(RowNormByItemKernels.Backward<TForm, TAffine, TActivation, T, TMath>);

    internal static readonly ItemKernel<
        ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>,
        RowNormShape, T, RowNormFinish<TAffine, TActivation>>
        ItemBackward = new(RowNormKernels.ItemBackward<TForm, TAffine, TActivation, T, TMath>);

    internal static readonly GroupKernel<
        ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>,
        RowNormShape, T, RowNormFinish<TAffine, TActivation>>
        GroupBackward = new(RowNormKernels.GroupBackward<TForm, TAffine, TActivation, T, TMath>);

    internal static readonly GroupKernel<
        ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>,
        RowNormShape, T, RowNormFinish<TAffine, TActivation>>
        HeldBackward = new(HeldRowNormKernels.Backward<TForm, TAffine, TActivation, T, TMath>);
}
