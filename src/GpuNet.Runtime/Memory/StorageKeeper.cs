namespace GpuNet;

/// <summary>
/// Holds a storage for a tensor that belongs to no scope: it goes back to the pool when the tensor is disposed or
/// collected.
/// </summary>
internal sealed class StorageKeeper
{
    private readonly Storage _storage;
    private readonly long _bytes;

    internal StorageKeeper(Storage storage, long bytes)
    {
        _storage = storage;
        _bytes = bytes;
        CollectorPressure.OfProcess.Kept(bytes);
    }

    ~StorageKeeper()
    {
        _storage.Release();
        CollectorPressure.OfProcess.Collected(_bytes);
    }

    internal void Release()
    {
        Abandon();
        _storage.Release();
    }

    /// <summary>Leaves the storage to another owner.</summary>
    internal void Abandon()
    {
        GC.SuppressFinalize(this);
        CollectorPressure.OfProcess.Disposed(_bytes);
    }
}
