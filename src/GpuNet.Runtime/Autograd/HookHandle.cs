namespace GpuNet;

/// <summary>A hook, or another thing that is in place until this is disposed.</summary>
/// <param name="remove">Takes it away; called once.</param>
public sealed class HookHandle(Action remove) : IDisposable
{
    private Action? _remove = remove;

    /// <summary>Takes the hook away.</summary>
    public void Dispose()
    {
        _remove?.Invoke();
        _remove = null;
    }
}
