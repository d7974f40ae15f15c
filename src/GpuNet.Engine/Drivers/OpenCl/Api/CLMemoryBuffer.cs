using GpuNet.Engine.Drivers.OpenCl;
using GpuNet.Engine.Drivers.OpenCl.Interop;

namespace ILGPU.Runtime.OpenCL;

/// <summary>
/// Memory of an OpenCL device. Copies between device and host are done when they return, except from and to page-locked
/// arrays; copies within the device run in the stream.
/// </summary>
public sealed unsafe class CLMemoryBuffer : MemoryBuffer
{
    private readonly long pressure;

    public CLMemoryBuffer(CLAccelerator accelerator, long length, int elementSize)
        : base(accelerator, length, elementSize)
    {
        CLError error;
        // OpenCL has no empty buffers.
        nuint size = (nuint)Math.Max(1, LengthInBytes);
        nint buffer = ClApi.clCreateBuffer(accelerator.NativePtr, (ulong)CLBufferFlags.CL_MEM_READ_WRITE, size, null, &error);
        NativePtr = Cl.Check(buffer, error, $"clCreateBuffer of {size} bytes on {accelerator.Name} (largest piece: {accelerator.Device.Facts.LargestBuffer} bytes)");
        // The collector must know what a small forgotten object holds on to.
        pressure = (long)size;
        GC.AddMemoryPressure(pressure);
    }

    public static void CLMemSet<T>(CLStream stream, byte value, in ArrayView<T> targetView)
        where T : unmanaged
    {
        if (targetView.Length > 0)
            Fill(stream, value, HandleOf(targetView), OffsetOf(targetView), targetView.LengthInBytes);
    }

    public static void CLCopy<T>(CLStream stream, in ArrayView<T> sourceView, in ArrayView<T> targetView)
        where T : unmanaged
    {
        if (sourceView.LengthInBytes > targetView.LengthInBytes)
            throw new ArgumentOutOfRangeException(nameof(targetView), $"The source has {sourceView.LengthInBytes} bytes, the target only {targetView.LengthInBytes}.");
        ClCopy.Run(stream, BufferOf(sourceView), OffsetOf(sourceView), BufferOf(targetView), OffsetOf(targetView), sourceView.LengthInBytes);
    }

    protected internal override void MemSet(AcceleratorStream stream, byte value, in ArrayView<byte> targetView)
    {
        var queue = ClCopy.Enter(this, stream);
        CLMemSet(queue, value, targetView);
        ClCopy.Leave(queue, stream);
    }

    protected internal override void CopyFrom(AcceleratorStream stream, in ArrayView<byte> sourceView, in ArrayView<byte> targetView)
    {
        var queue = ClCopy.Enter(this, stream);
        CLCopy(queue, sourceView, targetView);
        ClCopy.Leave(queue, stream);
    }

    protected internal override void CopyTo(AcceleratorStream stream, in ArrayView<byte> sourceView, in ArrayView<byte> targetView) =>
        CopyFrom(stream, sourceView, targetView);

    private static void Fill(CLStream stream, byte value, nint buffer, long offset, long bytes) =>
        Cl.Check(
            ClApi.clEnqueueFillBuffer(stream.CommandQueue, buffer, &value, 1, (nuint)offset, (nuint)bytes, 0, null, null),
            "clEnqueueFillBuffer",
            bytes);

    private static nint HandleOf<TView>(in TView view)
        where TView : IArrayView
    {
        ObjectDisposedException.ThrowIf(view.Buffer.IsDisposed, view.Buffer);
        return view.Buffer.NativePtr;
    }

    private static MemoryBuffer BufferOf<TView>(in TView view)
        where TView : IArrayView => view.Buffer;

    private static long OffsetOf<TView>(in TView view)
        where TView : IContiguousArrayView => view.IndexInBytes;

    protected override void DisposeAcceleratorObject(bool disposing)
    {
        if (NativePtr == IntPtr.Zero)
            return;
        GC.RemoveMemoryPressure(pressure);
        nint released = NativePtr;
        NativePtr = IntPtr.Zero;
        ClRelease.Now(ClApi.clReleaseMemObject(released), "clReleaseMemObject", disposing);
    }
}
