namespace ILGPU.Runtime;

public abstract class MemoryBuffer(Accelerator accelerator, long length, int elementSize)
    : AcceleratorObject(accelerator)
{
    public IntPtr NativePtr { get; protected set; }

    public long Length { get; } = length;

    public int ElementSize { get; } = elementSize;

    public long LengthInBytes => Length * ElementSize;

    protected internal abstract void MemSet(AcceleratorStream stream, byte value, in ArrayView<byte> targetView);

    protected internal abstract void CopyTo(
        AcceleratorStream stream, in ArrayView<byte> sourceView, in ArrayView<byte> targetView);

    protected internal abstract void CopyFrom(
        AcceleratorStream stream, in ArrayView<byte> sourceView, in ArrayView<byte> targetView);

    public ArrayView<byte> AsRawArrayView() => new(this, 0, LengthInBytes);
}
