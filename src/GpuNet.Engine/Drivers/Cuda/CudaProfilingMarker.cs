using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Engine.Drivers.Cuda;

/// <summary>An event in a stream that takes its time on the device.</summary>
internal sealed unsafe class CudaProfilingMarker : ProfilingMarker
{
    private readonly CudaContext context;
    private readonly CudaStream stream;
    private readonly nint handle;

    public CudaProfilingMarker(Accelerator accelerator, CudaContext context, CudaStream stream)
        : base(accelerator)
    {
        this.context = context;
        this.stream = stream;
        nint created;
        stream.Check(context.Driver.cuEventCreate(&created, CudaEventFlags.CU_EVENT_DEFAULT), "cuEventCreate");
        handle = context.Own(created, unused => context.Driver.Check(context.Driver.cuEventDestroy_v2(unused), "cuEventDestroy"));
        stream.Check(context.Driver.cuEventRecord(handle, stream.StreamPtr), "cuEventRecord");
    }

    public override void Synchronize()
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        context.MakeCurrent();
        stream.Check(context.Driver.cuEventSynchronize(handle), "cuEventSynchronize");
    }

    public override TimeSpan MeasureFrom(ProfilingMarker marker)
    {
        if (marker is not CudaProfilingMarker start || start.Accelerator != Accelerator)
            throw new ArgumentException("Markers of two accelerators cannot be compared.", nameof(marker));
        start.Synchronize();
        Synchronize();
        float milliseconds;
        stream.Check(context.Driver.cuEventElapsedTime(&milliseconds, start.handle, handle), "cuEventElapsedTime");
        return TimeSpan.FromMilliseconds(milliseconds);
    }

    // Zero if the constructor failed before there was an event.
    protected override void DisposeAcceleratorObject(bool disposing) => context?.Release(handle, disposing);
}
