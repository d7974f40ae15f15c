using System.Diagnostics;
using ILGPU.Runtime;

namespace GpuNet.Engine.Drivers.Cpu;

/// <summary>A stream of the CPU: what it is given is done before the call returns.</summary>
internal sealed class CpuStream(Accelerator accelerator) : AcceleratorStream(accelerator)
{
    public override void Synchronize()
    {
    }

    protected override ProfilingMarker AddProfilingMarkerInternal() => new CpuProfilingMarker(Accelerator);

    protected override void DisposeAcceleratorObject(bool disposing)
    {
    }
}

/// <summary>The moment at which it was made.</summary>
internal sealed class CpuProfilingMarker(Accelerator accelerator) : ProfilingMarker(accelerator)
{
    private readonly long timestamp = Stopwatch.GetTimestamp();

    public override void Synchronize()
    {
    }

    public override TimeSpan MeasureFrom(ProfilingMarker marker) =>
        marker is CpuProfilingMarker start
            ? Stopwatch.GetElapsedTime(start.timestamp, timestamp)
            : throw new ArgumentException("Markers of two kinds of devices cannot be compared.", nameof(marker));

    protected override void DisposeAcceleratorObject(bool disposing)
    {
    }
}
