using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>The kernels that sum and scale stretches of an arena.</summary>
internal static class SegmentLaunchers<T, TMath>
    where T : unmanaged, INumber<T>
    where TMath : unmanaged, IScalarMath<T>
{
    internal static readonly GroupKernel<ArrayView<T>, ArrayView<int>, ArrayView<int>, ArrayView<T>, Square, Identity>
        Squares = new(SegmentKernels.Sum<Square, Identity, T, TMath>);

    internal static readonly GroupKernel<ArrayView<T>, ArrayView<int>, ArrayView<int>, ArrayView<T>, Identity, Sqrt>
        Roots = new(SegmentKernels.Sum<Identity, Sqrt, T, TMath>);

    internal static readonly GroupKernel<ArrayView<T>, ArrayView<int>, ArrayView<int>, T, T> ClampNorm = new(
        SegmentKernels.ClampNorm<T, TMath>);

    internal static readonly GroupKernel<
        ArrayView<T>, ArrayView<int>, ArrayView<int>, ArrayView<OptimizerStep<T>>, T> Shrink = new(
        SegmentKernels.Shrink<T, TMath>);

    internal static readonly GroupKernel<ArrayView<T>, ArrayView<int>, ArrayView<int>> ClampNegative = new(
        SegmentKernels.ClampNegative<T, TMath>);
}
