using System.Numerics;
using GpuNet.Fusion;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>
/// Inverted dropout; the mask is drawn again in the backward pass, not kept. Elementwise ops whose value is pending join
/// its kernel, forward and backward.
/// </summary>
internal static class Dropout
{
    private const string Name = "Dropout";

    internal static Tensor Forward(Tensor x, double probability, Generator generator)
    {
        if (x.DType.IsNarrow()) return Forward(x.To(DType.Float32), probability, generator).To(x.DType);
        Check.Floating(Name, x);
        Generator.CheckProbability(probability);
        return Forward(x, new Mask(generator.NextMaskStream(x.Device), probability));
    }

    private static Tensor Forward(Tensor x, Mask mask)
    {
        var y = Tensor.Uninitialized(x.Shape, x.DType, x.Device);
        if (x.PendingMap is { } pending) pending.Compose(new MapInto(y, mask));
        else Apply(x, y, mask);
        return Tape.Records(x) ? y.RecordedAs(new Node(x, mask)) : y;
    }

    private static void Apply(Tensor x, Tensor y, Mask mask)
    {
        if (x.Count > 0) NumberType.Dispatch(Name, x, new ApplyLaunch(x, y, mask));
    }

    /// <summary>Which elements are dropped.</summary>
    /// <param name="Stream">Where the random numbers come from.</param>
    /// <param name="Probability">The share that is dropped.</param>
    private readonly record struct Mask(Tensor Stream, double Probability)
    {
        internal ArrayView<RandomStream> Words => Generator.AsStream(Stream);

        internal T Scale<T>() where T : INumber<T> =>
            Probability == 1 ? T.Zero : T.CreateChecked(1 / (1 - Probability));
    }

    private sealed class Node(Tensor x, Mask mask) : RunEndNode(x)
    {
        private readonly SavedTensor _stream = new(mask.Stream);

        internal override string Name => Dropout.Name;

        internal override Tensor Launch(Tensor input, Tensor gradient, BackwardPass pass)
        {
            _stream.Get(this);
            var dx = pass.Target(input);
            if (ReferenceEquals(First, input))
            {
                Apply(gradient, dx, mask);
            }
            else
            {
                input.Settle(); // the run's first output, which is pending, reads it
                ((MapNode)First.Node!).End(First, new BackwardRun(this, input, default, gradient, dx));
            }
            return dx;
        }

        /// <summary>What was dropped stays dropped: backwards, dropout is itself.</summary>
        internal override void BackwardGraph(Tensor gradient, BackwardPass pass)
        {
            _stream.Get(this);
            pass.Accumulate(First, Forward(gradient, mask));
        }

        internal override void LaunchRun<TChain>(Region x, TChain chain, in BackwardRun run) =>
            NumberType.Dispatch(Name, run.Dy, new MapBackwardLaunch<TChain>(x, run.Dy, run.Dx, mask, chain));
    }

    private readonly struct MapInto(Tensor y, Mask mask) : IChainUse
    {
        public void Run<TChain>(Region source, TChain chain) where TChain : unmanaged, IOpChain<TChain> =>
            NumberType.Dispatch(Name, y, new MapLaunch<TChain>(source, y, mask, chain));
    }

    private readonly struct ApplyLaunch(Tensor x, Tensor y, Mask mask) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T> =>
            Kernels<T>.Apply.Launch(
                x.Device, RandomLayout.Items(x.Count), x.View<T>(), y.View<T>(), x.Count, mask.Words,
                (float)mask.Probability, mask.Scale<T>());
    }

    private readonly struct MapLaunch<TChain>(Region x, Tensor y, Mask mask, TChain chain) : ILaunch
        where TChain : unmanaged, IOpChain<TChain>
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T> =>
            Kernels<TChain, T, TMath>.Map.Launch(
                y.Device, RandomLayout.Items(y.Count), x.View<T>(y.Count), y.View<T>(), y.Count, mask.Words,
                (float)mask.Probability, mask.Scale<T>(), chain);
    }

    private readonly struct MapBackwardLaunch<TChain>(Region x, Tensor dy, Tensor dx, Mask mask, TChain chain) : ILaunch
        where TChain : unmanaged, IOpChain<TChain>
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T> =>
            Kernels<TChain, T, TMath>.MapBackward.Launch(
                dy.Device, RandomLayout.Items(dy.Count), x.View<T>(dy.Count), dy.View<T>(), dx.View<T>(), dy.Count,
                mask.Words, (float)mask.Probability, mask.Scale<T>(), chain);
    }

    private static class Kernels<T> where T : unmanaged, INumber<T>
    {
        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, int, ArrayView<RandomStream>, float, T>
            Apply = new(DropoutKernels.Apply<T>);
    }

    private static class Kernels<TChain, T, TMath>
        where TChain : unmanaged, IOpChain<TChain>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        internal static readonly ItemKernel<
            ArrayView<T>, ArrayView<T>, int, ArrayView<RandomStream>, float, T, TChain> Map = new(
            DropoutKernels.Map<TChain, T, TMath>);

        internal static readonly ItemKernel<
            ArrayView<T>, ArrayView<T>, ArrayView<T>, int, ArrayView<RandomStream>, float, T, TChain> MapBackward = new(
            DropoutKernels.MapBackward<TChain, T, TMath>);
    }
}
