using GpuNet.Engine.Drivers.OpenCl.Interop;
using ILGPU.Runtime;
using ILGPU.Runtime.OpenCL;

namespace GpuNet.Engine.Drivers.OpenCl;

/// <summary>An event in a queue that takes times.</summary>
internal sealed unsafe class ClProfilingMarker(Accelerator accelerator, nint marker) : ProfilingMarker(accelerator)
{
    private nint handle = marker;

    public override void Synchronize()
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        nint waited = handle;
        Cl.Check(ClApi.clWaitForEvents(1, &waited), "clWaitForEvents");
    }

    public override TimeSpan MeasureFrom(ProfilingMarker marker)
    {
        if (marker is not ClProfilingMarker start || start.Accelerator != Accelerator)
            throw new ArgumentException("Markers of two accelerators cannot be compared.", nameof(marker));
        long nanoseconds = (long)(EndTime() - start.EndTime());
        return TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
    }

    private ulong EndTime()
    {
        Synchronize();
        ulong nanoseconds;
        Cl.Check(
            ClApi.clGetEventProfilingInfo(handle, CLProfilingInfo.CL_PROFILING_COMMAND_END, sizeof(ulong), &nanoseconds, null),
            "clGetEventProfilingInfo");
        return nanoseconds;
    }

    protected override void DisposeAcceleratorObject(bool disposing)
    {
        ClRelease.Now(ClApi.clReleaseEvent(handle), "clReleaseEvent", disposing);
        handle = 0;
    }
}
