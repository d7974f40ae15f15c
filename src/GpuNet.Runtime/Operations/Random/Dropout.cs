using System.Numerics;
using GpuNet.Fusion;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>
/// Inverted dropout; the mask is drawn again in the backward pass, not kept. Elementwise ops whose value is pending join
/// its kernel, forward and backward; behind a linear layer it is a part of the product (<see cref="Linear"/>).
/// </summary>
internal static class Dropout
{
    private const string Name = "Dropout";

    internal static Tensor Forward(Tensor x, double probability, Generator generator)
    {
        if (x.DType.IsNarrow()) return Forward(x.To(DType.Float32), probability, generator).To(x.DType);
        Check.Floating(Name, x);
        return Forward(x, DropoutMask.Next(x.Shape, x.Device, probability, generator));
    }

    internal static Tensor Forward(Tensor x, DropoutMask mask)
    {
        var y = Tensor.Uninitialized(x.Shape, x.DType, x.Device);
        if (x.PendingMap is { } pending) pending.Compose(new MapInto(y, mask));
        else Apply(x, y, mask);
        return Tape.Records(x) ? y.RecordedAs(new Node(x, mask)) : y;
    }

    /// <summary>
    /// dx of an op and dropout of its output, from what dropout left of that: for ops that read its sign alone.
    /// </summary>
    internal static void BackwardFromOutput<TOp>(Tensor y, Tensor dy, Tensor dx, DropoutMask mask, TOp op)
        where TOp : unmanaged, IUnaryOp<TOp>
    {
        if (dx.Count > 0) NumberType.Dispatch(Name, dy, new OutputLaunch<Single<TOp>>(y, dy, dx, mask, new(op)));
    }

    private static void Apply(Tensor x, Tensor y, DropoutMask mask)
    {
        if (x.Count > 0) new MapInto(y, mask).Run<Single<Identity>>(x.Region, default);
        GC.KeepAlive(x);
    }

    private sealed class Node(Tensor x, DropoutMask mask) : RunEndNode(x)
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

    private readonly struct MapInto(Tensor y, DropoutMask mask) : IChainUse
    {
        public void Run<TChain>(Region source, TChain chain) where TChain : unmanaged, IOpChain<TChain> =>
            NumberType.Dispatch(Name, y, new MapLaunch<TChain>(source, y, mask, chain));
    }

    private readonly struct MapLaunch<TChain>(Region x, Tensor y, DropoutMask mask, TChain chain) : ILaunch
        where TChain : unmanaged, IOpChain<TChain>
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T> =>
            Kernels<TChain, T, TMath>.Map.Launch(
                y.Device, RandomLayout.Items(y.Count, mask.Columns), x.View<T>(y.Count), y.View<T>(), y.Count, mask.Columns,
                mask.Streams, mask.Rate, chain);
    }

    private readonly struct MapBackwardLaunch<TChain>(Region x, Tensor dy, Tensor dx, DropoutMask mask, TChain chain)
        : ILaunch
        where TChain : unmanaged, IOpChain<TChain>
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T> =>
            Kernels<TChain, T, TMath>.MapBackward.Launch(
                dy.Device, RandomLayout.Items(dy.Count, mask.Columns), x.View<T>(dy.Count), dy.View<T>(), dx.View<T>(),
                dy.Count, mask.Columns, mask.Streams, mask.Rate, chain);
    }

    private readonly struct OutputLaunch<TChain>(Tensor y, Tensor dy, Tensor dx, DropoutMask mask, TChain chain)
        : ILaunch
        where TChain : unmanaged, IOpChain<TChain>
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T> =>
            Kernels<TChain, T, TMath>.FromOutput.Launch(
                dy.Device, RandomLayout.Items(dy.Count, mask.Columns), y.View<T>(), dy.View<T>(), dx.View<T>(), dy.Count,
                mask.Columns, mask.Streams, mask.Rate, chain);
    }

    private static class Kernels<TChain, T, TMath>
        where TChain : unmanaged, IOpChain<TChain>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        internal static readonly ItemKernel<
            ArrayView<T>, ArrayView<T>, int, int, ArrayView<RandomStream>, DropoutRate, TChain> Map = new(
            DropoutKernels.Map<TChain, T, TMath>);

        internal static readonly ItemKernel<
            ArrayView<T>, ArrayView<T>, ArrayView<T>, int, int, ArrayView<RandomStream>, DropoutRate, TChain>
            MapBackward = new(DropoutKernels.MapBackward<TChain, T, TMath>);

        internal static readonly ItemKernel<
            ArrayView<T>, ArrayView<T>, ArrayView<T>, int, int, ArrayView<RandomStream>, DropoutRate, TChain>
            FromOutput = new(DropoutKernels.BackwardFromOutput<TChain, T, TMath>);
    }
}
