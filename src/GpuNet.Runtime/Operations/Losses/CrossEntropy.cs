using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>
/// The mean softmax cross-entropy of logits [rows, classes] and one class index a row. Where a gradient will be asked
/// for, the forward pass computes it in the same launch, for an upstream gradient of 1: which it is unless something
/// follows the loss. For any other, the launch is repeated.
/// </summary>
internal static class CrossEntropy
{
    private const string Name = "CrossEntropy";

    internal static Tensor Forward(Tensor logits, Tensor labels)
    {
        labels = Check.Labels(Name, labels);
        if (logits.DType.IsNarrow()) return Forward(logits.To(DType.Float32), labels).To(logits.DType);
        Check.Floating(Name, logits);
        Check.SameDevice(Name, logits, labels);
        Check.Rank(Name, logits, 2, "logits [rows, classes]");
        Check.SameShape(Name, nameof(labels), [logits.Shape[0]], labels.Shape);
        var records = Tape.Records(logits);
        using var losses = Tensor.Uninitialized(labels.Shape, logits.DType, logits.Device);
        var dLogits = records ? Tensor.Uninitialized(logits.Shape, logits.DType, logits.Device) : null;
        Run(logits, labels, losses, dLogits, UnitGradient.Of(logits));
        var mean = Reduction.Run<Identity, Mean>(losses, AxisSplit.Whole(losses.Shape), []);
        return records ? mean.RecordedAs(new Node(logits, labels, dLogits!)) : mean;
    }

    private static void Run(Tensor logits, Tensor labels, Tensor losses, Tensor? dLogits, Tensor upstream)
    {
        if (losses.Count > 0) NumberType.Dispatch(Name, logits, new Launch(logits, labels, losses, dLogits, upstream));
    }

    private sealed class Node(Tensor logits, Tensor labels, Tensor dLogits) : TapeNode(logits)
    {
        private readonly SavedTensor _logits = new(logits), _labels = new(labels), _dLogits = new(dLogits);

        internal override string Name => CrossEntropy.Name;

        internal override void Backward(Tensor gradient, BackwardPass pass)
        {
            if (UnitGradient.Is(gradient))
            {
                pass.Accumulate(First, _dLogits.Get(this));
                return;
            }
            var (logits, labels) = (_logits.Get(this), _labels.Get(this));
            using var losses = Tensor.Uninitialized(labels.Shape, logits.DType, logits.Device);
            var dLogits = pass.Target(First);
            Run(logits, labels, losses, dLogits, gradient);
            pass.Accumulate(First, dLogits);
        }

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass)
        {
            var logits = _logits.Get(this);
            var (rows, classes) = (logits.Shape[0], logits.Shape[1]);
            var target = Functional.LabelDistribution(_labels.Get(this), classes, logits.DType);
            var perRow = gradient * Tensor.Scalar(1.0 / rows, logits.DType, logits.Device);
            pass.Accumulate(First, (logits.Softmax() - target) * perRow);
        }
    }

    private readonly struct Launch(Tensor logits, Tensor labels, Tensor losses, Tensor? dLogits, Tensor upstream)
        : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var (device, rows, columns) = (logits.Device, logits.Shape[0], logits.Shape[1]);
            var (x, y, loss) = (logits.View<T>(), labels.View<int>(), losses.View<T>());
            var checks = IndexChecks.Of(device);
            var fault = checks.Notes(IndexSite.CrossEntropy);
            var isShort = columns <= SoftmaxKernels.LongestItemRow;
            var groups = new KernelConfig(rows, LaunchShape.GroupSize(device, columns));
            if (dLogits is null)
            {
                if (isShort) Kernels<T, TMath>.ItemLoss.Launch(device, rows, x, y, loss, columns, fault);
                else Kernels<T, TMath>.GroupLoss.Launch(device, groups, x, y, loss, columns, fault);
                checks.Issued();
                return;
            }
            var (dx, dLoss, factor) = (dLogits.View<T>(), upstream.View<T>(), T.CreateChecked(1.0 / rows));
            if (isShort)
            {
                Kernels<T, TMath>.ItemLossAndGradient.Launch(
                    device, rows, x, y, loss, dx, columns, dLoss, factor, fault);
            }
            else if (LaunchShape.HoldsRow(device, columns))
            {
                Kernels<T, TMath>.HeldLossAndGradient.Launch(
                    device, groups, x, y, loss, dx, columns, dLoss, factor, fault);
            }
            else
            {
                Kernels<T, TMath>.GroupLossAndGradient.Launch(
                    device, groups, x, y, loss, dx, columns, dLoss, factor, fault);
            }
            checks.Issued();
        }
    }

    private static class Kernels<T, TMath> where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
    {
        internal static readonly ItemKernel<ArrayView<T>, ArrayView<int>, ArrayView<T>, int, ArrayView<int>> ItemLoss = new(
            CrossEntropyKernels.ItemLoss<T, TMath>);

        internal static readonly GroupKernel<ArrayView<T>, ArrayView<int>, ArrayView<T>, int, ArrayView<int>> GroupLoss = new(
            CrossEntropyKernels.GroupLoss<T, TMath>);

        internal static readonly ItemKernel<
            ArrayView<T>, ArrayView<int>, ArrayView<T>, ArrayView<T>, int, ArrayView<T>, T, ArrayView<int>> ItemLossAndGradient = new(
            CrossEntropyKernels.ItemLossAndGradient<T, TMath>);

        internal static readonly GroupKernel<
            ArrayView<T>, ArrayView<int>, ArrayView<T>, ArrayView<T>, int, ArrayView<T>, T, ArrayView<int>> GroupLossAndGradient = new(
            CrossEntropyKernels.GroupLossAndGradient<T, TMath>);

        internal static readonly GroupKernel<
            ArrayView<T>, ArrayView<int>, ArrayView<T>, ArrayView<T>, int, ArrayView<T>, T, ArrayView<int>> HeldLossAndGradient = new(
            HeldCrossEntropyKernels.LossAndGradient<T, TMath>);
    }
}
