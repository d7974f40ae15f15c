namespace ILGPU.Runtime;

/// <summary>A queue of work: what one stream is given runs in order.</summary>
public abstract class AcceleratorStream : AcceleratorObject
{
    protected AcceleratorStream(Accelerator accelerator)
        : base(accelerator)
    {
    }

    /// <summary>Waits until everything given to this stream so far is done.</summary>
    public abstract void Synchronize();

    public Task SynchronizeAsync() => Task.Run(Synchronize);

    public ScopedAcceleratorBinding BindScoped() => Accelerator.BindScoped();

    public ProfilingMarker AddProfilingMarker()
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        Accelerator.ThrowIfProfilingDisabled();
        return AddProfilingMarkerInternal();
    }

    protected abstract ProfilingMarker AddProfilingMarkerInternal();
}
