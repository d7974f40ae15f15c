namespace ILGPU.Runtime;

/// <summary>
/// A buffer seen through a view of its shape. It owns the memory under the view; its length is that of the memory, padding
/// between rows included, so that raw copies and fills miss nothing.
/// </summary>
public class MemoryBuffer<TView> : MemoryBuffer, IMemoryBuffer<TView>
    where TView : struct, IArrayView
{
    private readonly TView view;

    protected internal MemoryBuffer(Accelerator accelerator, in TView view)
        : base(accelerator, view.Buffer.Length, view.ElementSize)
    {
        this.view = view;
        Buffer = view.Buffer;
        NativePtr = Buffer.NativePtr;
    }

    protected MemoryBuffer Buffer { get; }

    private protected sealed override MemoryBuffer Memory => Buffer;

    public TView View
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            return view;
        }
    }

    public bool IsValid => !IsDisposed && view.IsValid;

    MemoryBuffer IArrayView.Buffer => Buffer;

    long IContiguousArrayView.Index => 0;

    long IContiguousArrayView.IndexInBytes => 0;

    protected internal override void MemSet(AcceleratorStream stream, byte value, in ArrayView<byte> targetView) =>
        Buffer.MemSet(stream, value, targetView);

    protected internal override void CopyTo(
        AcceleratorStream stream,
        in ArrayView<byte> sourceView,
        in ArrayView<byte> targetView) =>
        Buffer.CopyTo(stream, sourceView, targetView);

    protected internal override void CopyFrom(
        AcceleratorStream stream,
        in ArrayView<byte> sourceView,
        in ArrayView<byte> targetView) =>
        Buffer.CopyFrom(stream, sourceView, targetView);

    public TView ToArrayView() => View;

    protected override void DisposeAcceleratorObject(bool disposing)
    {
        if (disposing)
            Buffer.Dispose();
    }

    public static implicit operator TView(MemoryBuffer<TView> buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return buffer.View;
    }
}
