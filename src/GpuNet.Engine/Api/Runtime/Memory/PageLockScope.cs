namespace ILGPU.Runtime;

/// <summary>Host memory that stays where it is, so that a device can reach it, until the scope is disposed.</summary>
public abstract class PageLockScope<T> : AcceleratorObject
    where T : unmanaged
{
    protected PageLockScope(Accelerator accelerator, long numElements)
        : base(accelerator)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(numElements);
        Length = numElements;
    }

    public IntPtr AddrOfLockedObject { get; protected set; }

    /// <summary>The length in elements.</summary>
    public long Length { get; }

    public long LengthInBytes => Length * Interop.SizeOf<T>();
}

/// <summary>A scope over memory that the caller keeps pinned and that no driver has to know of.</summary>
internal sealed class PinnedPageLockScope<T> : PageLockScope<T>
    where T : unmanaged
{
    public PinnedPageLockScope(Accelerator accelerator, IntPtr pinned, long numElements)
        : base(accelerator, numElements)
    {
        AddrOfLockedObject = pinned;
    }

    protected override void DisposeAcceleratorObject(bool disposing)
    {
    }
}
