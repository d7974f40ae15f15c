using System.Numerics;
using GpuNet.Fusion;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>Launches the map kernels for a chain of ops: one launch, however long the chain.</summary>
internal static class Maps
{
    /// <summary>y = f(x).</summary>
    internal static void Forward<TChain>(Region x, Tensor y, TChain chain)
        where TChain : unmanaged, IOpChain<TChain> =>
        NumberType.Dispatch(TChain.Info.Name, y, new ForwardLaunch<TChain>(x, y, chain));

    /// <summary>dx = dy f'(x, y); of x and y only what the chain needs is read.</summary>
    internal static void Backward<TChain>(Region x, Region y, Tensor dy, Tensor dx, TChain chain)
        where TChain : unmanaged, IOpChain<TChain> =>
        NumberType.Dispatch(TChain.Info.Name, dy, new BackwardLaunch<TChain>(x, y, dy, dx, chain));

    /// <summary>dx = dy f'(x, y) of one op.</summary>
    internal static void BackwardOf<TOp>(Region x, Region y, Tensor dy, Tensor dx, TOp op)
        where TOp : unmanaged, IUnaryOp<TOp> =>
        Backward(x, y, dy, dx, new Single<TOp>(op));

    /// <summary>Computes a pending value into a tensor.</summary>
    internal readonly struct ForwardInto(Tensor y) : IChainUse
    {
        public void Run<TChain>(Region source, TChain chain) where TChain : unmanaged, IOpChain<TChain> =>
            Forward(source, y, chain);
    }

    private readonly struct ForwardLaunch<TChain>(Region x, Tensor y, TChain chain) : ILaunch
        where TChain : unmanaged, IOpChain<TChain>
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T> =>
            Kernels<TChain, T, TMath>.Forward.Launch(y.Device, y.Count, x.View<T>(y.Count), y.View<T>(), chain);
    }

    private readonly struct BackwardLaunch<TChain>(Region x, Region y, Tensor dy, Tensor dx, TChain chain) : ILaunch
        where TChain : unmanaged, IOpChain<TChain>
    {
        private static readonly BackwardNeeds Needs = TChain.Info.Needs;

        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var (device, count) = (dy.Device, dy.Count);
            var (viewDy, viewDx) = (dy.View<T>(), dx.View<T>());
            switch (Needs)
            {
                case BackwardNeeds.None:
                    Kernels<TChain, T, TMath>.FromNothing.Launch(device, count, viewDy, viewDx, chain);
                    break;
                case BackwardNeeds.Input:
                    Kernels<TChain, T, TMath>.FromInput.Launch(
                        device, count, x.View<T>(count), viewDy, viewDx, chain);
                    break;
                case BackwardNeeds.Output:
                    Kernels<TChain, T, TMath>.FromOutput.Launch(
                        device, count, y.View<T>(count), viewDy, viewDx, chain);
                    break;
                default:
                    Kernels<TChain, T, TMath>.FromBoth.Launch(
                        device, count, x.View<T>(count), y.View<T>(count), viewDy, viewDx, chain);
                    break;
            }
        }
    }

    private static class Kernels<TChain, T, TMath>
        where TChain : unmanaged, IOpChain<TChain>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, TChain> Forward = new(
            MapKernels.Forward<TChain, T, TMath>);

        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, TChain> FromNothing = new(
            MapKernels.BackwardFromNothing<TChain, T, TMath>);

        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>, TChain> FromInput = new(
            MapKernels.BackwardFromInput<TChain, T, TMath>);

        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>, TChain> FromOutput = new(
            MapKernels.BackwardFromOutput<TChain, T, TMath>);

        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, TChain> FromBoth =
            new(MapKernels.BackwardFromBoth<TChain, T, TMath>);
    }
}
