using GpuNet.Engine.Drivers.OpenCl;
using GpuNet.Engine.Drivers.OpenCl.Interop;

namespace ILGPU.Runtime.OpenCL;

/// <summary>An in-order command queue.</summary>
public sealed unsafe class CLStream : AcceleratorStream
{
    /// <summary>Enough work for a device while the host writes the next commands.</summary>
    private const int CommandsOfBatch = 8;

    private readonly bool ownsQueue;
    private int launches;

    internal CLStream(Accelerator accelerator, nint queue, bool ownsQueue)
        : base(accelerator)
    {
        CommandQueue = queue;
        this.ownsQueue = ownsQueue;
    }

    public IntPtr CommandQueue { get; private set; }

    public override void Synchronize()
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        Cl.Check(ClApi.clFinish(CommandQueue), "clFinish");
    }

    /// <summary>
    /// Called after a launch. Drivers of GPUs may keep commands until they are told to begin, and the device would have nothing to do
    /// until somebody waits for it.
    /// </summary>
    internal void Launched()
    {
        if (Interlocked.Increment(ref launches) % CommandsOfBatch == 0)
            Cl.Check(ClApi.clFlush(CommandQueue), "clFlush");
    }

    protected override ProfilingMarker AddProfilingMarkerInternal()
    {
        nint marker;
        Cl.Check(ClApi.clEnqueueMarkerWithWaitList(CommandQueue, 0, null, &marker), "clEnqueueMarkerWithWaitList");
        return new ClProfilingMarker(Accelerator, marker);
    }

    protected override void DisposeAcceleratorObject(bool disposing)
    {
        if (!ownsQueue || CommandQueue == IntPtr.Zero)
            return;
        ClRelease.Now(ClApi.clReleaseCommandQueue(CommandQueue), "clReleaseCommandQueue", disposing);
        CommandQueue = IntPtr.Zero;
    }
}
