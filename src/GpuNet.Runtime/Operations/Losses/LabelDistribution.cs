using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>Labels [rows] as weighted distributions [rows, classes]; nothing to differentiate.</summary>
internal static class LabelDistribution
{
    internal static Tensor Forward(
        IndexSite site, Tensor labels, int classes, DType dtype, Tensor? weights, double smoothing, int? ignored)
    {
        if (dtype.IsNarrow())
            return Forward(site, labels, classes, DType.Float32, weights?.To(DType.Float32), smoothing, ignored).To(dtype);
        var operation = site.Operation;
        labels = Check.Labels(operation, labels);
        Check.Rank(operation, labels, 1, "labels [rows]");
        var y = Tensor.Uninitialized([labels.Shape[0], classes], dtype, labels.Device);
        using var ones = weights is null ? Tensor.Ones([classes], dtype, labels.Device) : null;
        weights ??= ones!;
        Check.SameTypeAndDevice(operation, y, weights);
        Check.SameShape(operation, nameof(weights), [classes], weights.Shape);
        if (y.Count > 0) NumberType.Dispatch(operation, y, new Launch(site, labels, weights, y, smoothing, ignored));
        return y;
    }

    private readonly struct Launch(IndexSite site, Tensor labels, Tensor weights, Tensor y, double smoothing, int? ignored) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var checks = IndexChecks.Of(y.Device);
            Kernels<T, TMath>.Distribute.Launch(
                y.Device, y.Count, labels.View<int>(), weights.View<T>(), y.View<T>(), y.Shape[1],
                T.CreateChecked(smoothing), ignored ?? 0, ignored is null ? 0 : 1, checks.Notes(site));
            checks.Issued();
        }
    }

    private static class Kernels<T, TMath> where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
    {
        internal static readonly ItemKernel<
            ArrayView<int>, ArrayView<T>, ArrayView<T>, int, T, int, int, ArrayView<int>> Distribute = new(
            LabelKernels.Distribute<T, TMath>);
    }
}
