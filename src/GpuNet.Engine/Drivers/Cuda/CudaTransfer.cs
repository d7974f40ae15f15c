using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Engine.Drivers.Cuda;

/// <summary>Copies between buffers of which at least one is on a CUDA device.</summary>
internal static unsafe class CudaTransfer
{
    /// <summary>The stream to work on a buffer in: the one given, or, for a stream of another accelerator, the buffer's own, after all that the other holds.</summary>
    public static CudaStream Enter(MemoryBuffer buffer, AcceleratorStream? stream)
    {
        var accelerator = (CudaAccelerator)buffer.Accelerator;
        accelerator.DriverContext.MakeCurrent();
        if (stream is null)
            return (CudaStream)accelerator.DefaultStream;
        ObjectDisposedException.ThrowIf(stream.IsDisposed, stream);
        if (stream is CudaStream own && own.Accelerator == accelerator)
            return own;
        stream.Synchronize();
        accelerator.DriverContext.MakeCurrent();
        return (CudaStream)accelerator.DefaultStream;
    }

    /// <summary>What follows in another accelerator's stream has to see the result.</summary>
    public static void Leave(CudaStream used, AcceleratorStream? stream)
    {
        if (stream is not null && used != stream)
            used.Synchronize();
    }

    public static void Run(CudaStream stream, MemoryBuffer source, long sourceOffset, MemoryBuffer target, long targetOffset, long bytes)
    {
        if (bytes == 0)
            return;
        ObjectDisposedException.ThrowIf(source.IsDisposed, source);
        ObjectDisposedException.ThrowIf(target.IsDisposed, target);
        nint from = source.NativePtr + (nint)sourceOffset, to = target.NativePtr + (nint)targetOffset;
        switch (source, target)
        {
            case (CudaMemoryBuffer, CudaMemoryBuffer) when source.Accelerator == target.Accelerator:
                Within(stream, from, to, bytes);
                break;
            case (CudaMemoryBuffer, CudaMemoryBuffer):
                BetweenDevices(stream, source, from, target, to, bytes);
                break;
            case (CudaMemoryBuffer, CPUMemoryBuffer):
                ToHost(stream, from, to, bytes);
                break;
            case (CPUMemoryBuffer, CudaMemoryBuffer):
                FromHost(stream, from, to, bytes);
                break;
            default:
                throw new NotSupportedException($"There is no copy from {source.GetType().Name} to {target.GetType().Name}; copy through an array.");
        }
    }

    private static CudaContext ContextOf(AcceleratorObject item) => ((CudaAccelerator)item.Accelerator).DriverContext;

    private static void Within(CudaStream stream, nint from, nint to, long bytes)
    {
        var context = ContextOf(stream);
        var driver = context.Driver;
        if (from == to)
            return;
        if (Math.Abs(from - to) >= bytes)
        {
            stream.Check(driver.cuMemcpyDtoDAsync_v2(to, from, (nuint)bytes, stream.StreamPtr), "cuMemcpyDtoDAsync");
            return;
        }
        if (stream.IsCapturing)
            throw new InvalidOperationException("A graph is being captured in the stream: it cannot hold copies between pieces that overlap, which go through memory that is gone when it runs. Copy through a buffer of your own.");
        // The device copies pieces in any order: overlapping ones go through other memory.
        nint between = context.Memory.Allocate(bytes);
        try
        {
            stream.Check(driver.cuMemcpyDtoDAsync_v2(between, from, (nuint)bytes, stream.StreamPtr), "cuMemcpyDtoDAsync");
            stream.Check(driver.cuMemcpyDtoDAsync_v2(to, between, (nuint)bytes, stream.StreamPtr), "cuMemcpyDtoDAsync");
        }
        finally
        {
            context.Release(between, report: true);
        }
    }

    private static void BetweenDevices(CudaStream stream, MemoryBuffer source, nint from, MemoryBuffer target, nint to, long bytes)
    {
        var other = stream.Accelerator == source.Accelerator ? target : source;
        // The stream orders only its own device's work.
        other.Accelerator.DefaultStream.Synchronize();
        ContextOf(stream).MakeCurrent();
        stream.Check(
            ContextOf(stream).Driver.cuMemcpyPeerAsync(to, ContextOf(target).Handle, from, ContextOf(source).Handle, (nuint)bytes, stream.StreamPtr),
            $"cuMemcpyPeerAsync from {source.Accelerator.Name} to {target.Accelerator.Name}");
        stream.Synchronize();
    }

    private static void ToHost(CudaStream stream, nint from, nint to, long bytes)
    {
        var context = ContextOf(stream);
        if (context.PageLocks.Cover(to, bytes))
        {
            stream.Check(context.Driver.cuMemcpyDtoHAsync_v2(to, from, (nuint)bytes, stream.StreamPtr), "cuMemcpyDtoHAsync");
            return;
        }
        CheckNotCapturing(stream);
        context.Staging.Download(stream, from, to, bytes);
    }

    private static void FromHost(CudaStream stream, nint from, nint to, long bytes)
    {
        var context = ContextOf(stream);
        if (context.PageLocks.Cover(from, bytes))
        {
            stream.Check(context.Driver.cuMemcpyHtoDAsync_v2(to, from, (nuint)bytes, stream.StreamPtr), "cuMemcpyHtoDAsync");
            return;
        }
        CheckNotCapturing(stream);
        context.Staging.Upload(stream, from, to, bytes);
    }

    private static void CheckNotCapturing(CudaStream stream)
    {
        if (stream.IsCapturing)
            throw new InvalidOperationException("A graph is being captured in the stream: it can hold copies from and to page-locked arrays, but not ordinary ones, whose memory may be gone when it runs.");
    }
}
