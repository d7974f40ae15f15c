using GpuNet.Fusion;
using GpuNet.Kernels;
using GpuNet.Operations;

namespace GpuNet;

public sealed partial class Tensor
{
    private PendingMap? _pending;
    private int _born; // the low half of the storage's change count when a pending value was computed into it

    /// <summary>The value that is still to be computed, if this one is.</summary>
    internal PendingMap? PendingMap => _pending;

    internal bool IsPending => _pending is not null;

    /// <summary>Where the elements begin.</summary>
    internal Region Region => new(Live, _offset);

    /// <summary>op(x), computed when something asks for it; in a scope, which knows when nobody will.</summary>
    internal static Tensor Pending<TOp>(Tensor x, TOp op) where TOp : unmanaged, IUnaryOp<TOp>
    {
        if (x._pending is { CanGrow: false }) x.Settle();
        var y = new Tensor(x.Shape, x.DType, x.Device, TapeScope.Current!);
        y._pending = new PendingMap<TOp>(x, y, op);
        return y;
    }

    /// <summary>Computes the value, if it is pending.</summary>
    internal void Settle()
    {
        if (_inProductsFormat is { } numbers) Widen(numbers);
        if (_pending is not { } pending) return;
        var storage = Device.Memory.Rent((long)Count * DType.Size());
        (_storage, _pending, _born) = (storage, null, unchecked((int)storage.Version));
        try
        {
            pending.Compose(new Maps.ForwardInto(this));
        }
        catch
        {
            (_storage, _pending) = (null, pending);
            storage.Release();
            throw;
        }
        pending.Complete(Region);
    }
}
