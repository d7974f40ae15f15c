namespace GpuNet;

/// <summary>
/// Holds a storage for a tensor that belongs to no scope: it goes back to the pool when the tensor is disposed or
/// collected.
/// </summary>
internal sealed class StorageKeeper
{
    private readonly Storage _storage;
    private readonly long _pressure;

    internal StorageKeeper(Storage storage, long bytes)
    {
        _storage = storage;
        _pressure = bytes;
        // The collector sees a small object; the memory behind it is what should make it run.
        if (_pressure > 0) GC.AddMemoryPressure(_pressure);
    }

    ~StorageKeeper() => Free();

    internal void Release()
    {
        GC.SuppressFinalize(this);
        Free();
    }

    /// <summary>Leaves the storage to another owner.</summary>
    internal void Abandon()
    {
        GC.SuppressFinalize(this);
        RemovePressure();
    }

    private void Free()
    {
        _storage.Release();
        RemovePressure();
    }

    private void RemovePressure()
    {
        if (_pressure > 0) GC.RemoveMemoryPressure(_pressure);
    }
}
