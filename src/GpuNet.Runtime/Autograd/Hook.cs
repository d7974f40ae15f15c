namespace GpuNet;

/// <summary>A hook that is in place until this is disposed.</summary>
internal sealed class Hook(Action remove) : IDisposable
{
    private Action? _remove = remove;

    public void Dispose()
    {
        _remove?.Invoke();
        _remove = null;
    }
}
