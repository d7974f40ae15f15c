using GpuNet.Engine.Drivers.Cuda;
using GpuNet.Engine.Drivers.Cuda.Interop;

namespace ILGPU.Runtime.Cuda;

/// <summary>A queue of work for a CUDA device.</summary>
public sealed unsafe class CudaStream : AcceleratorStream
{
    private readonly CudaContext context;
    private readonly nint handle;
    private readonly bool ownsHandle;

    internal CudaStream(CudaAccelerator accelerator, nint handle, bool ownsHandle)
        : base(accelerator)
    {
        context = accelerator.DriverContext;
        this.handle = handle;
        this.ownsHandle = ownsHandle;
        context.Memory.Add(handle);
    }

    /// <summary>The driver's handle. Never that of its default stream, in which no graph can be captured.</summary>
    public IntPtr StreamPtr => handle;

    /// <summary>The kernel launched last: errors of the device surface at later calls, which cannot name it.</summary>
    internal string? LastKernel { get; set; }

    /// <summary>A graph is being captured: what the stream is given is not run.</summary>
    internal bool IsCapturing
    {
        get
        {
            CudaCaptureStatus status;
            Check(context.Driver.cuStreamIsCapturing(StreamPtr, &status), "cuStreamIsCapturing");
            return status != CudaCaptureStatus.None;
        }
    }

    public override void Synchronize()
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        context.MakeCurrent();
        Check(context.Driver.cuStreamSynchronize(StreamPtr), "cuStreamSynchronize");
    }

    /// <summary>Throws if a call about this stream failed.</summary>
    internal void Check(CudaError error, string call)
    {
        if (error != CudaError.CUDA_SUCCESS)
            throw Failure(error, call);
    }

    internal CudaException Failure(CudaError error, string call) =>
        context.Driver.Failure(error, LastKernel is { } kernel ? $"{call} (the stream's last kernel: {kernel})" : call);

    protected override ProfilingMarker AddProfilingMarkerInternal()
    {
        context.MakeCurrent();
        return new CudaProfilingMarker(Accelerator, context, this);
    }

    protected override void DisposeAcceleratorObject(bool disposing)
    {
        // Absent if the constructor failed.
        context?.Memory.Remove(handle);
        if (ownsHandle)
            context!.Release(handle, disposing);
    }
}
