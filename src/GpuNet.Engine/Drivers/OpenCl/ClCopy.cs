using GpuNet.Engine.Drivers.Cpu;
using GpuNet.Engine.Drivers.OpenCl.Interop;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.OpenCL;

namespace GpuNet.Engine.Drivers.OpenCl;

/// <summary>Copies between buffers of which at least one is on an OpenCL device.</summary>
internal static unsafe class ClCopy
{
    /// <summary>The queue to work on a buffer in: the stream's own, or, for a stream of another accelerator, the buffer's, after all that the stream holds.</summary>
    public static CLStream Enter(MemoryBuffer buffer, AcceleratorStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ObjectDisposedException.ThrowIf(stream.IsDisposed, stream);
        if (stream is CLStream queue && queue.Accelerator == buffer.Accelerator)
            return queue;
        stream.Synchronize();
        return (CLStream)buffer.Accelerator.DefaultStream;
    }

    /// <summary>What follows in another accelerator's stream has to see the result.</summary>
    public static void Leave(CLStream queue, AcceleratorStream stream)
    {
        if (queue != stream)
            queue.Synchronize();
    }

    public static void Run(CLStream stream, MemoryBuffer source, long sourceOffset, MemoryBuffer target, long targetOffset, long bytes)
    {
        if (bytes == 0)
            return;
        ObjectDisposedException.ThrowIf(source.IsDisposed, source);
        ObjectDisposedException.ThrowIf(target.IsDisposed, target);
        switch (source, target)
        {
            case (CLMemoryBuffer, CLMemoryBuffer) when source.Accelerator == target.Accelerator && !Overlaps():
                Cl.Check(
                    ClApi.clEnqueueCopyBuffer(
                        stream.CommandQueue, source.NativePtr, target.NativePtr, (nuint)sourceOffset, (nuint)targetOffset, (nuint)bytes, 0, null, null),
                    "clEnqueueCopyBuffer", bytes);
                break;
            case (CLMemoryBuffer, CPUMemoryBuffer):
                Read(stream, source, sourceOffset, (byte*)target.NativePtr + targetOffset, bytes, wait: target is not PinnedArrayBuffer);
                break;
            case (CPUMemoryBuffer, CLMemoryBuffer):
                Write(stream, (byte*)source.NativePtr + sourceOffset, target, targetOffset, bytes, wait: source is not PinnedArrayBuffer);
                break;
            case (CLMemoryBuffer, CLMemoryBuffer):
                ThroughHost(stream, source, sourceOffset, target, targetOffset, bytes);
                break;
            default:
                throw new NotSupportedException($"There is no copy from {source.GetType().Name} to {target.GetType().Name}; copy through an array.");
        }

        bool Overlaps() => source == target && Math.Abs(sourceOffset - targetOffset) < bytes;
    }

    private static void Read(CLStream stream, MemoryBuffer source, long offset, byte* target, long bytes, bool wait) =>
        Cl.Check(
            ClApi.clEnqueueReadBuffer(stream.CommandQueue, source.NativePtr, wait ? 1u : 0, (nuint)offset, (nuint)bytes, target, 0, null, null),
            "clEnqueueReadBuffer", bytes);

    private static void Write(CLStream stream, byte* source, MemoryBuffer target, long offset, long bytes, bool wait) =>
        Cl.Check(
            ClApi.clEnqueueWriteBuffer(stream.CommandQueue, target.NativePtr, wait ? 1u : 0, (nuint)offset, (nuint)bytes, source, 0, null, null),
            "clEnqueueWriteBuffer", bytes);

    /// <summary>For two contexts, and for overlapping pieces of one buffer, which OpenCL refuses to copy.</summary>
    private static void ThroughHost(CLStream stream, MemoryBuffer source, long sourceOffset, MemoryBuffer target, long targetOffset, long bytes)
    {
        nint staging = HostMemory.Allocate(bytes);
        try
        {
            stream.Synchronize();
            Read(Enter(source, stream), source, sourceOffset, (byte*)staging, bytes, wait: true);
            Write(Enter(target, stream), (byte*)staging, target, targetOffset, bytes, wait: true);
        }
        finally
        {
            HostMemory.Free(staging);
        }
    }
}
