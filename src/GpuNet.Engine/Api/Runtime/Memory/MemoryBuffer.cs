namespace ILGPU.Runtime;

/// <summary>A piece of an accelerator's memory.</summary>
public abstract class MemoryBuffer : AcceleratorObject
{
    protected MemoryBuffer(Accelerator accelerator, long length, int elementSize)
        : base(accelerator)
    {
        LengthInBytes = CheckedSize(length, elementSize);
        Length = length;
        ElementSize = elementSize;
    }

    /// <summary>Memory of the host that belongs to no accelerator.</summary>
    private protected MemoryBuffer(long length, int elementSize)
    {
        LengthInBytes = CheckedSize(length, elementSize);
        Length = length;
        ElementSize = elementSize;
    }

    /// <summary>The address (CPU, CUDA) or the handle (OpenCL) of the memory.</summary>
    public IntPtr NativePtr { get; protected set; }

    /// <summary>The address of the memory for code on the host; zero for the memory of a device and after disposal.</summary>
    internal virtual IntPtr HostAddress => IntPtr.Zero;

    /// <summary>The length in elements.</summary>
    public long Length { get; }

    /// <summary>The size of an element in bytes.</summary>
    public int ElementSize { get; }

    public long LengthInBytes { get; }

    /// <summary>The buffer that holds the memory: this one, unless it only gives another a shape.</summary>
    private protected virtual MemoryBuffer Memory => this;

    public void MemSet(AcceleratorStream stream, byte value, long targetOffsetInBytes, long length)
    {
        var target = AsRawArrayView(targetOffsetInBytes, length);
        if (length > 0)
            MemSet(stream, value, target);
    }

    protected internal abstract void MemSet(AcceleratorStream stream, byte value, in ArrayView<byte> targetView);

    /// <summary>Copies from this buffer, starting at the offset, as many bytes as the target has.</summary>
    public void CopyTo(AcceleratorStream stream, long sourceOffsetInBytes, in ArrayView<byte> targetView)
    {
        var source = AsRawArrayView(sourceOffsetInBytes, targetView.Length);
        if (targetView.Length > 0)
            CopyTo(stream, source, targetView);
    }

    /// <summary>Copies from a view of this buffer to a view of any buffer.</summary>
    protected internal abstract void CopyTo(
        AcceleratorStream stream,
        in ArrayView<byte> sourceView,
        in ArrayView<byte> targetView);

    /// <summary>Copies the whole source into this buffer, starting at the offset.</summary>
    public void CopyFrom(AcceleratorStream stream, in ArrayView<byte> sourceView, long targetOffsetInBytes)
    {
        var target = AsRawArrayView(targetOffsetInBytes, sourceView.Length);
        if (sourceView.Length > 0)
            CopyFrom(stream, sourceView, target);
    }

    /// <summary>Copies from a view of any buffer to a view of this buffer.</summary>
    protected internal abstract void CopyFrom(
        AcceleratorStream stream,
        in ArrayView<byte> sourceView,
        in ArrayView<byte> targetView);

    public ArrayView<byte> AsRawArrayView() => AsRawArrayView(0, LengthInBytes);

    public ArrayView<byte> AsRawArrayView(long offsetInBytes) =>
        AsRawArrayView(offsetInBytes, LengthInBytes - offsetInBytes);

    public ArrayView<byte> AsRawArrayView(long offsetInBytes, long lengthInBytes)
    {
        CheckRange(offsetInBytes, lengthInBytes, LengthInBytes);
        return new ArrayView<byte>(Memory, offsetInBytes, lengthInBytes);
    }

    /// <summary>A view of the elements of this buffer. Offset and length are in elements of type T.</summary>
    public ArrayView<T> AsArrayView<T>(long offset, long length)
        where T : unmanaged
    {
        CheckRange(offset, length, LengthInBytes / Interop.SizeOf<T>());
        return AsRawArrayView(offset * Interop.SizeOf<T>(), length * Interop.SizeOf<T>()).Cast<T>();
    }

    private void CheckRange(long offset, long length, long available)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        if (offset < 0 || length < 0 || offset > available - length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(offset), $"Offset {offset} and length {length} do not lie within the buffer's {available}.");
        }
    }

    private static long CheckedSize(long length, int elementSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfLessThan(elementSize, 1);
        if (length > long.MaxValue / elementSize)
        {
            throw new ArgumentOutOfRangeException(
                nameof(length), length, $"{length} elements of {elementSize} bytes exceed the address space.");
        }

        return length * elementSize;
    }
}
