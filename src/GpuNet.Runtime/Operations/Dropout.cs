using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>Inverted dropout; the mask is drawn again in the backward pass, not kept.</summary>
internal static class Dropout
{
    private const string Name = "Dropout";

    internal static Tensor Forward(Tensor x, double probability, Generator generator)
    {
        Check.Floating(Name, x);
        Generator.CheckProbability(probability);
        var stream = generator.NextMaskStream(x.Device);
        var y = Tensor.Uninitialized(x.Shape, x.DType, x.Device);
        Apply(x, y, stream, probability);
        return Tape.Records(x) ? y.RecordedAs(new Node(x, stream, probability)) : y;
    }

    private static void Apply(Tensor x, Tensor y, Tensor stream, double probability)
    {
        if (x.Count > 0) Precision.Dispatch(Name, x, new Launch(x, y, stream, probability));
    }

    private sealed class Node(Tensor x, Tensor stream, double probability) : TapeNode(x)
    {
        private readonly SavedTensor _stream = new(stream);

        internal override string Name => Dropout.Name;

        internal override void Backward(Tensor gradient, BackwardPass pass)
        {
            var dx = BackwardPass.Target(First);
            Apply(gradient, dx, _stream.Get(this), probability);
            pass.Accumulate(First, dx);
        }
    }

    private readonly struct Launch(Tensor x, Tensor y, Tensor stream, double probability) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var scale = probability == 1 ? T.Zero : T.CreateChecked(1 / (1 - probability));
            Launchers<T>.Apply.Launch(
                x.Device, RandomLayout.Items(x.Count), x.View<T>(), y.View<T>(), x.Count, Generator.AsStream(stream),
                (float)probability, scale);
        }
    }

    private static class Launchers<T> where T : unmanaged, INumber<T>
    {
        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, int, ArrayView<RandomStream>, float, T>
            Apply = new(DropoutKernels.Apply<T>);
    }
}
