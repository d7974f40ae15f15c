using GpuNet.Engine.Drivers;
using GpuNet.Engine.Drivers.Launching;
using ILGPU.Util;

namespace ILGPU.Runtime;

/// <summary>A device at work: allocates its memory, loads kernels for it and owns the streams they run in.</summary>
public abstract partial class Accelerator : CachedExtensionBase<AcceleratorExtension>, IDevice
{
    private readonly KernelCache kernels = new();

    protected Accelerator(Context context, Device device)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(device);
        Context = context;
        Device = device;
        WarpSize = device.WarpSize;
        context.Add(this);
    }

    public Context Context { get; }

    public Device Device { get; }

    // Every accelerator creates its default stream in its constructor.
    public AcceleratorStream DefaultStream { get; protected set; } = null!;

    public IntPtr NativePtr { get; protected set; }

    /// <summary>The number of groups and the group size that fill the device once.</summary>
    public (Index1D, Index1D) MaxNumGroupsExtent
    {
        get
        {
            int groupSize = MaxNumThreadsPerGroup;
            int groups = NumMultiprocessors * Math.Max(MaxNumThreadsPerMultiprocessor / groupSize, 1);
            return (groups, groupSize);
        }
    }

    public AcceleratorType AcceleratorType => Device.AcceleratorType;

    public string Name => Device.Name;

    public long MemorySize => Device.MemorySize;

    public Index3D MaxGridSize => Device.MaxGridSize;

    public Index3D MaxGroupSize => Device.MaxGroupSize;

    public int MaxNumThreadsPerGroup => Device.MaxNumThreadsPerGroup;

    public int MaxSharedMemoryPerGroup => Device.MaxSharedMemoryPerGroup;

    public int MaxConstantMemory => Device.MaxConstantMemory;

    public int WarpSize { get; protected set; }

    public int NumMultiprocessors => Device.NumMultiprocessors;

    public int MaxNumThreadsPerMultiprocessor => Device.MaxNumThreadsPerMultiprocessor;

    public int MaxNumThreads => Device.MaxNumThreads;

    public CapabilityContext Capabilities => Device.Capabilities;

    /// <summary>The number of live objects on this accelerator: buffers, streams, kernels, markers.</summary>
    public int NumberChildObjects => Children.Count;

    internal ChildObjects Children { get; } = new();

    public event EventHandler? Disposed;

    /// <summary>Raises <see cref="Context.AcceleratorCreated"/>; the last act of an accelerator's constructor.</summary>
    protected void OnAcceleratorCreated() => Context.OnAcceleratorCreated(this);

    public abstract TExtension? CreateExtension<TExtension, TExtensionProvider>(TExtensionProvider provider)
        where TExtensionProvider : IAcceleratorExtensionProvider<TExtension>;

    public AcceleratorStream CreateStream()
    {
        ThrowIfDisposed();
        return CreateStreamInternal();
    }

    protected abstract AcceleratorStream CreateStreamInternal();

    /// <summary>Waits until all streams of this accelerator are done.</summary>
    public void Synchronize()
    {
        ThrowIfDisposed();
        SynchronizeInternal();
    }

    protected abstract void SynchronizeInternal();

    /// <summary>Forgets the loaded kernels that nobody uses any more.</summary>
    public override void ClearCache(ClearCacheMode mode)
    {
        base.ClearCache(mode);
        kernels.Clear();
        launchers.Clear();
    }

    public void PrintInformation(TextWriter writer) => Device.PrintInformation(writer);

    public PageLockScope<T> CreatePageLockFromPinned<T>(IntPtr pinned, long numElements)
        where T : unmanaged
    {
        ThrowIfDisposed();
        if (pinned == IntPtr.Zero)
            throw new ArgumentNullException(nameof(pinned));
        return CreatePageLockFromPinnedInternal<T>(pinned, numElements);
    }

    /// <summary>The array must be pinned already, e.g. allocated with <c>GC.AllocateArray(n, pinned: true)</c>.</summary>
    public unsafe PageLockScope<T> CreatePageLockFromPinned<T>(T[] pinned)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(pinned);
        fixed (T* data = pinned)
            return CreatePageLockFromPinned<T>((IntPtr)data, pinned.LongLength);
    }

    protected abstract PageLockScope<T> CreatePageLockFromPinnedInternal<T>(IntPtr pinned, long numElements)
        where T : unmanaged;

    protected sealed override void Dispose(bool disposing)
    {
        if (disposing)
        {
            kernels.Clear();
            launchers.Clear();
            foreach (var child in Children.Snapshot())
                child.Dispose();
            if (Current == this)
                Rebind(null);
            Context.Remove(this);
        }

        DisposeAccelerator_SyncRoot(disposing);
        base.Dispose(disposing);
        if (disposing)
            Disposed?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>Releases the device. All children are disposed before.</summary>
    protected abstract void DisposeAccelerator_SyncRoot(bool disposing);

    protected void ForEachChildObject<T>(Action<T> callback)
        where T : AcceleratorObject
    {
        ArgumentNullException.ThrowIfNull(callback);
        foreach (var child in Children.Snapshot().OfType<T>())
            callback(child);
    }

    public override string ToString() =>
        $"{Name} [Type: {AcceleratorType}, WarpSize: {WarpSize}, MaxNumThreadsPerGroup: {MaxNumThreadsPerGroup}, "
        + $"MemorySize: {MemorySize}]";

    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(IsDisposed, this);

    internal void ThrowIfProfilingDisabled()
    {
        if (!Context.Properties.EnableProfiling)
        {
            throw new NotSupportedException(
                "Profiling is off; turn it on when the context is built: Context.Create(builder => "
                + "builder.Default().Profiling()).");
        }
    }
}
