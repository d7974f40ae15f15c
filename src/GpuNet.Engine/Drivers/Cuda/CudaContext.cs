using GpuNet.Engine.Drivers.Cuda.Interop;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Engine.Drivers.Cuda;

/// <summary>
/// A device's primary context as one accelerator holds it. It knows every handle that was made in it, so that each is
/// released once: by its owner, by the owner's finalizer, or with the context.
/// </summary>
internal sealed unsafe class CudaContext : IDisposable
{
    [ThreadStatic]
    private static CudaContext? current;

    private readonly Lock sync = new();
    private readonly Dictionary<nint, Action<nint>> handles = [];
    private bool isDisposed;

    /// <exception cref="CudaException">The device does not give a context: another program may hold it.</exception>
    public CudaContext(CudaDeviceFacts facts, CudaAcceleratorFlags flags)
    {
        Facts = facts;
        if (flags != CudaAcceleratorFlags.ScheduleAuto)
            Driver.Check(Driver.cuDevicePrimaryCtxSetFlags_v2(facts.Handle, (uint)flags), $"cuDevicePrimaryCtxSetFlags({flags}) of {facts.Name}");
        nint handle;
        Driver.Check(Driver.cuDevicePrimaryCtxRetain(&handle, facts.Handle), $"cuDevicePrimaryCtxRetain of {facts.Name}");
        Handle = handle;
        try
        {
            MakeCurrent();
            Memory = new CudaMemory(this);
            Staging = new CudaStaging(this);
        }
        catch (CudaException)
        {
            Dispose();
            throw;
        }
    }

    public CudaDeviceFacts Facts { get; }

    public CudaDriver Driver => Facts.Driver;

    public nint Handle { get; }

    // Null only until the constructor has them.
    public CudaMemory Memory { get; } = null!;

    public CudaStaging Staging { get; } = null!;

    public CudaPageLocks PageLocks { get; } = new();

    /// <summary>Calls on this thread are about this context from now on.</summary>
    public void MakeCurrent()
    {
        if (current == this)
            return;
        Driver.Check(Driver.cuCtxSetCurrent(Handle), $"cuCtxSetCurrent for {Facts.Name}");
        current = this;
    }

    /// <summary>Remembers a handle and what releases it.</summary>
    public nint Own(nint handle, Action<nint> release)
    {
        lock (sync)
            handles.Add(handle, release);
        return handle;
    }

    /// <summary>Releases a handle, unless the context was faster. Any thread may do that, the finalizer's too.</summary>
    /// <param name="handle">The handle; 0 is none.</param>
    /// <param name="report">Throw if the release fails. On the finalizer's thread that would end the process.</param>
    public void Release(nint handle, bool report)
    {
        lock (sync)
        {
            if (!handles.Remove(handle, out var release))
                return;
            Run(release, handle, report);
        }
    }

    /// <summary>Releases what is left and gives the context back.</summary>
    public void Dispose()
    {
        lock (sync)
        {
            if (isDisposed)
                return;
            isDisposed = true;
            foreach (var (handle, release) in handles)
                Run(release, handle, report: false);
            handles.Clear();
            // The memory's own stream outlives what is freed in it.
            Memory?.Dispose();
            Driver.cuDevicePrimaryCtxRelease_v2(Facts.Handle);
            if (current == this)
                current = null;
        }
    }

    private void Run(Action<nint> release, nint handle, bool report)
    {
        try
        {
            MakeCurrent();
            release(handle);
        }
        catch (CudaException exception) when (!report || exception.IsContextLost)
        {
            // A lost context has taken its handles along.
        }
    }
}
