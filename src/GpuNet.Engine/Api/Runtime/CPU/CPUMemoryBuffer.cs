using System.Runtime.CompilerServices;
using GpuNet.Engine.Drivers.Cpu;

namespace ILGPU.Runtime.CPU;

/// <summary>Memory of the host.</summary>
public abstract class CPUMemoryBuffer : MemoryBuffer
{
    protected internal CPUMemoryBuffer(Accelerator accelerator, long length, int elementSize)
        : base(accelerator, length, elementSize)
    {
    }

    private protected CPUMemoryBuffer(long length, int elementSize)
        : base(length, elementSize)
    {
    }

    internal sealed override IntPtr HostAddress => NativePtr;

    public static unsafe void CPUMemSet(IntPtr nativePtr, byte value, long offsetInBytes, long lengthInBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offsetInBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(lengthInBytes);
        HostMemory.Fill((byte*)nativePtr + offsetInBytes, value, lengthInBytes);
    }

    public static unsafe void CPUCopyToCPU(
        ref byte sourcePtr,
        ref byte targetPtr,
        long sourceLengthInBytes,
        long targetLengthInBytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sourceLengthInBytes, targetLengthInBytes);
        fixed (byte* source = &sourcePtr, target = &targetPtr)
            Buffer.MemoryCopy(source, target, targetLengthInBytes, sourceLengthInBytes);
    }

    public static void CPUCopyFrom<T>(
        AcceleratorStream stream,
        in ArrayView<T> sourceView,
        in ArrayView<T> targetView)
        where T : unmanaged =>
        CPUCopy(stream, sourceView, targetView);

    public static void CPUCopyTo<T>(AcceleratorStream stream, in ArrayView<T> sourceView, in ArrayView<T> targetView)
        where T : unmanaged =>
        CPUCopy(stream, sourceView, targetView);

    /// <summary>Copies between two views in host memory. The target may be longer than the source.</summary>
    public static void CPUCopy<T>(AcceleratorStream stream, in ArrayView<T> sourceView, in ArrayView<T> targetView)
        where T : unmanaged
    {
        if (sourceView.LengthInBytes > targetView.LengthInBytes)
        {
            throw new ArgumentOutOfRangeException(
                nameof(targetView),
                $"The source has {sourceView.LengthInBytes} bytes, the target only {targetView.LengthInBytes}.");
        }

        if (sourceView.LengthInBytes == 0)
            return;
        stream?.Synchronize();
        CopyBytes(sourceView, targetView, sourceView.LengthInBytes);
    }

    private static unsafe void CopyBytes<T>(in ArrayView<T> source, in ArrayView<T> target, long bytes)
        where T : unmanaged =>
        Buffer.MemoryCopy(Address(source), Address(target), bytes, bytes);

    protected internal override unsafe void MemSet(
        AcceleratorStream stream,
        byte value,
        in ArrayView<byte> targetView) =>
        HostMemory.Fill(Address(targetView), value, targetView.LengthInBytes);

    protected internal override void CopyFrom(
        AcceleratorStream stream,
        in ArrayView<byte> sourceView,
        in ArrayView<byte> targetView)
    {
        var sourceBuffer = BufferOf(sourceView);
        if (sourceBuffer is CPUMemoryBuffer)
            CPUCopy(stream, sourceView, targetView);
        else
            sourceBuffer.CopyTo(stream, sourceView, targetView);
    }

    protected internal override void CopyTo(
        AcceleratorStream stream,
        in ArrayView<byte> sourceView,
        in ArrayView<byte> targetView)
    {
        var targetBuffer = BufferOf(targetView);
        if (targetBuffer is CPUMemoryBuffer)
            CPUCopy(stream, sourceView, targetView);
        else
            targetBuffer.CopyFrom(stream, sourceView, targetView);
    }

    /// <summary>A buffer over memory that the caller owns and keeps fixed for the buffer's life.</summary>
    public static unsafe CPUMemoryBuffer Create<T>(Accelerator accelerator, ref T value, long length)
        where T : unmanaged =>
        Create(accelerator, (IntPtr)Unsafe.AsPointer(ref value), length, Interop.SizeOf<T>());

    public static unsafe CPUMemoryBuffer Create<T>(Accelerator accelerator, T* value, long length)
        where T : unmanaged =>
        Create(accelerator, (IntPtr)value, length, Interop.SizeOf<T>());

    public static CPUMemoryBuffer Create(Accelerator accelerator, IntPtr ptr, long length, int elementSize) =>
        new BorrowedMemoryBuffer(accelerator, ptr, length, elementSize);

    public static CPUMemoryBuffer Create(Accelerator accelerator, long length, int elementSize) =>
        new NativeMemoryBuffer(accelerator, length, elementSize);

    public static CPUMemoryBuffer CreatePageLocked(Accelerator accelerator, long length, int elementSize) =>
        new NativeMemoryBuffer(accelerator, length, elementSize);

    private static MemoryBuffer BufferOf<TView>(in TView view)
        where TView : IArrayView =>
        view.Buffer;

    private static unsafe byte* Address<TView>(in TView view)
        where TView : IContiguousArrayView
    {
        ObjectDisposedException.ThrowIf(view.Buffer.IsDisposed, view.Buffer);
        return (byte*)view.Buffer.NativePtr + view.IndexInBytes;
    }
}
