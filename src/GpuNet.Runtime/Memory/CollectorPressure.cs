namespace GpuNet;

/// <summary>
/// Tells the garbage collector of the memory behind tensors that belong to no scope: it sees a small object each, but the
/// memory is what should make it run. What is disposed is soon used again, so only more than ever before is news: a program
/// that disposes its tensors would pay for a collection every few megabytes otherwise.
/// </summary>
/// <param name="add">Tells of more bytes.</param>
/// <param name="remove">Tells of fewer.</param>
internal sealed class CollectorPressure(Action<long> add, Action<long> remove)
{
    private readonly Lock _lock = new();
    private long _kept, _told;

    internal static CollectorPressure OfProcess { get; } = new(GC.AddMemoryPressure, GC.RemoveMemoryPressure);

    /// <summary>A tensor got memory.</summary>
    internal void Kept(long bytes)
    {
        lock (_lock)
        {
            _kept += bytes;
            if (_kept <= _told) return;
            add(_kept - _told);
            _told = _kept;
        }
    }

    /// <summary>A tensor let go of its memory by itself.</summary>
    internal void Disposed(long bytes)
    {
        lock (_lock) _kept -= bytes;
    }

    /// <summary>The collector found a tensor that nobody disposed; the next ones like it are news again.</summary>
    internal void Collected(long bytes)
    {
        if (bytes == 0) return;
        lock (_lock)
        {
            _kept -= bytes;
            _told -= bytes;
            remove(bytes);
        }
    }
}
