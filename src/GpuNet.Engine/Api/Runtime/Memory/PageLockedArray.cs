using ILGPU.Runtime.CPU;
using ILGPU.Util;

namespace ILGPU.Runtime;

/// <summary>An array on the host whose memory does not move, for fast copies to and from a device.</summary>
public abstract class PageLockedArray<T> : DisposeBase
    where T : unmanaged
{
    protected PageLockedArray()
    {
    }

    public abstract Span<T> Span { get; }

    // Null until Initialize was called with memory, that is for the empty arrays.
    protected internal MemoryBuffer MemoryBuffer { get; private set; } = null!;

    protected internal PageLockScope<T> Scope { get; private set; } = null!;

    public ArrayView<T> ArrayView { get; private set; } = ArrayView<T>.Empty;

    public long Length { get; private set; }

    protected void Initialize(Accelerator? accelerator, IntPtr ptr, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        if (accelerator is null || length == 0)
            return;
        MemoryBuffer = CPUMemoryBuffer.Create(accelerator, ptr, length, Interop.SizeOf<T>());
        Scope = accelerator.CreatePageLockFromPinned<T>(ptr, length);
        ArrayView = MemoryBuffer.AsArrayView<T>(0, length);
    }

    public Span<T>.Enumerator GetEnumerator() => Span.GetEnumerator();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Scope?.Dispose();
            MemoryBuffer?.Dispose();
        }

        base.Dispose(disposing);
    }
}
