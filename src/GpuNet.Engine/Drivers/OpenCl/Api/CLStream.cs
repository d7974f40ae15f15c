using GpuNet.Engine.Drivers.OpenCl;
using GpuNet.Engine.Drivers.OpenCl.Interop;

namespace ILGPU.Runtime.OpenCL;

/// <summary>An in-order command queue.</summary>
public sealed unsafe class CLStream : AcceleratorStream
{
    private readonly bool ownsQueue;

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
