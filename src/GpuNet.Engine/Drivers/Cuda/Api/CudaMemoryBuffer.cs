using GpuNet.Engine.Drivers.Cuda;

namespace ILGPU.Runtime.Cuda;

/// <summary>
/// Memory of a CUDA device, zeroed at first. Copies from ordinary host memory have read it when they return, copies to it are
/// done; copies from and to page-locked memory, and those within the device, run in the stream.
/// </summary>
public sealed unsafe class CudaMemoryBuffer : MemoryBuffer
{
    private readonly CudaContext context;
    private readonly long pressure;

    public CudaMemoryBuffer(CudaAccelerator accelerator, long length, int elementSize)
        : base(accelerator, length, elementSize)
    {
        context = accelerator.DriverContext;
        context.MakeCurrent();
        NativePtr = context.Memory.Allocate(LengthInBytes);
        // The collector must know what a small forgotten object holds on to.
        pressure = Math.Max(1, LengthInBytes);
        GC.AddMemoryPressure(pressure);
    }

    public static void CudaMemSet<T>(CudaStream? stream, byte value, in ArrayView<T> targetView)
        where T : unmanaged
    {
        if (targetView.Length == 0)
            return;
        var buffer = BufferOf(targetView);
        ObjectDisposedException.ThrowIf(buffer.IsDisposed, buffer);
        var used = CudaTransfer.Enter(buffer, stream);
        var driver = ((CudaAccelerator)buffer.Accelerator).DriverContext.Driver;
        nint address = buffer.NativePtr + (nint)OffsetOf(targetView);
        used.Check(driver.cuMemsetD8Async(address, value, (nuint)targetView.LengthInBytes, used.StreamPtr), "cuMemsetD8Async");
        CudaTransfer.Leave(used, stream);
    }

    public static void CudaCopy<T>(CudaStream? stream, in ArrayView<T> sourceView, in ArrayView<T> targetView)
        where T : unmanaged
    {
        if (sourceView.LengthInBytes > targetView.LengthInBytes)
            throw new ArgumentOutOfRangeException(nameof(targetView), $"The source has {sourceView.LengthInBytes} bytes, the target only {targetView.LengthInBytes}.");
        var (source, target) = (BufferOf(sourceView), BufferOf(targetView));
        Copy(source is CudaMemoryBuffer ? source : target, stream, source, OffsetOf(sourceView), target, OffsetOf(targetView), sourceView.LengthInBytes);
    }

    protected internal override void MemSet(AcceleratorStream stream, byte value, in ArrayView<byte> targetView)
    {
        var used = CudaTransfer.Enter(this, stream);
        CudaMemSet(used, value, targetView);
        CudaTransfer.Leave(used, stream);
    }

    protected internal override void CopyFrom(AcceleratorStream stream, in ArrayView<byte> sourceView, in ArrayView<byte> targetView) =>
        Copy(this, stream, BufferOf(sourceView), OffsetOf(sourceView), BufferOf(targetView), OffsetOf(targetView), sourceView.LengthInBytes);

    protected internal override void CopyTo(AcceleratorStream stream, in ArrayView<byte> sourceView, in ArrayView<byte> targetView) =>
        CopyFrom(stream, sourceView, targetView);

    private static void Copy(MemoryBuffer home, AcceleratorStream? stream, MemoryBuffer source, long sourceOffset, MemoryBuffer target, long targetOffset, long bytes)
    {
        var used = CudaTransfer.Enter(home, stream);
        CudaTransfer.Run(used, source, sourceOffset, target, targetOffset, bytes);
        CudaTransfer.Leave(used, stream);
    }

    private static MemoryBuffer BufferOf<TView>(in TView view)
        where TView : IArrayView => view.Buffer;

    private static long OffsetOf<TView>(in TView view)
        where TView : IContiguousArrayView => view.IndexInBytes;

    protected override void DisposeAcceleratorObject(bool disposing)
    {
        // Zero if the constructor found no memory.
        if (NativePtr == IntPtr.Zero)
            return;
        GC.RemoveMemoryPressure(pressure);
        nint released = NativePtr;
        NativePtr = IntPtr.Zero;
        context.Release(released, disposing);
    }
}
