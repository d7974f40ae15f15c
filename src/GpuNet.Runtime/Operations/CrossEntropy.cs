using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>
/// Softmax cross-entropy of logits [rows, classes] and one class index a row; the forward pass keeps the probabilities.
/// </summary>
internal static class CrossEntropy
{
    private const string Name = "CrossEntropy";

    /// <summary>The loss of each row: [rows].</summary>
    internal static Tensor Forward(Tensor logits, Tensor labels)
    {
        Check.Floating(Name, logits);
        Check.OfType(Name, labels, DType.Int32);
        Check.SameDevice(Name, logits, labels);
        Check.Rank(Name, logits, 2, "logits [rows, classes]");
        Check.SameShape(Name, [logits.Shape[0]], labels.Shape);
        var losses = Tensor.Uninitialized(labels.Shape, logits.DType, logits.Device);
        var probabilities = Tensor.Uninitialized(logits.Shape, logits.DType, logits.Device);
        if (losses.Count > 0)
            Precision.Dispatch(Name, logits, new ForwardLaunch(logits, labels, losses, probabilities));
        return Tape.Records(logits) ? losses.RecordedAs(new Node(logits, labels, probabilities)) : losses;
    }

    private sealed class Node(Tensor logits, Tensor labels, Tensor probabilities) : TapeNode(logits)
    {
        private readonly SavedTensor _labels = new(labels);
        private readonly SavedTensor _probabilities = new(probabilities);

        internal override string Name => CrossEntropy.Name;

        internal override void Backward(Tensor gradient, BackwardPass pass)
        {
            var probabilities = _probabilities.Get(this);
            var dLogits = BackwardPass.Target(First);
            if (dLogits.Count > 0)
                Precision.Dispatch(
                    Name, gradient, new BackwardLaunch(probabilities, _labels.Get(this), gradient, dLogits));
            pass.Accumulate(First, dLogits);
        }
    }

    private readonly struct ForwardLaunch(Tensor logits, Tensor labels, Tensor losses, Tensor probabilities) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var (device, rows, columns) = (logits.Device, logits.Shape[0], logits.Shape[1]);
            var (x, y, loss, p) = (logits.View<T>(), labels.View<int>(), losses.View<T>(), probabilities.View<T>());
            if (columns <= SoftmaxKernels.LongestItemRow)
                Launchers<T, TMath>.ItemForward.Launch(device, rows, x, y, loss, p, columns);
            else
                Launchers<T, TMath>.GroupForward.Launch(
                    device, new KernelConfig(rows, LaunchShape.GroupSize(device)), x, y, loss, p, columns);
        }
    }

    private readonly struct BackwardLaunch(Tensor probabilities, Tensor labels, Tensor dLosses, Tensor dLogits)
        : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T> =>
            Launchers<T, TMath>.Backward.Launch(
                dLogits.Device, dLogits.Count, probabilities.View<T>(), labels.View<int>(), dLosses.View<T>(),
                dLogits.View<T>(), dLogits.Shape[1]);
    }

    private static class Launchers<T, TMath> where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
    {
        internal static readonly ItemKernel<ArrayView<T>, ArrayView<int>, ArrayView<T>, ArrayView<T>, int>
            ItemForward = new(CrossEntropyKernels.ItemForward<T, TMath>);

        internal static readonly GroupKernel<ArrayView<T>, ArrayView<int>, ArrayView<T>, ArrayView<T>, int>
            GroupForward = new(CrossEntropyKernels.GroupForward<T, TMath>);

        internal static readonly ItemKernel<ArrayView<T>, ArrayView<int>, ArrayView<T>, ArrayView<T>, int>
            Backward = new(CrossEntropyKernels.Backward<T, TMath>);
    }
}
