namespace ILGPU.Util;

/// <summary>An object that releases its resources once, on <see cref="Dispose()"/> or when it is finalized.</summary>
public abstract class DisposeBase : IDisposable
{
    private int disposed;

    protected DisposeBase()
    {
    }

    ~DisposeBase() => DisposeOnce(disposing: false);

    public bool IsDisposed => Volatile.Read(ref disposed) != 0;

    public void Dispose()
    {
        DisposeOnce(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }

    private void DisposeOnce(bool disposing)
    {
        if (Interlocked.Exchange(ref disposed, 1) == 0)
            Dispose(disposing);
    }
}
