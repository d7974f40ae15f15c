using GpuNet.Kernels;

namespace GpuNet.Fusion;

/// <summary>A pending value that knows its op: calling through a run of them composes the run's type.</summary>
internal sealed class PendingMap<TOp>(Tensor x, Tensor result, TOp op) : PendingMap(x, result)
    where TOp : unmanaged, IUnaryOp<TOp>
{
    internal override void Compose<TUse>(TUse use) => Hand(new Single<TOp>(op), use);

    internal override void Compose<TRest, TUse>(TRest rest, TUse use) => 
        Hand(new Chain<Single<TOp>, TRest>(new(op), rest), use);

    private void Hand<TChain, TUse>(TChain chain, TUse use)
        where TChain : unmanaged, IOpChain<TChain>
        where TUse : struct, IChainUse
    {
        if (Previous is { } previous) previous.Compose(chain, use);
        else use.Run(Source, chain);
    }
}
