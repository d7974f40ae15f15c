namespace GpuNet.Fusion;

/// <summary>
/// The pending values that read a block of memory: whoever is about to change the block has them computed first. Safe
/// to use from any thread, as parameters are shared.
/// </summary>
internal sealed class PendingReaders
{
    private readonly Lock _lock = new();
    private PendingMap? _first, _last;

    internal void Add(PendingMap reader)
    {
        lock (_lock)
        {
            reader.ReaderBefore = _last;
            if (_last is null) _first = reader;
            else _last.ReaderAfter = reader;
            _last = reader;
        }
    }

    internal void Remove(PendingMap reader)
    {
        lock (_lock)
        {
            if (reader.ReaderBefore is { } before) before.ReaderAfter = reader.ReaderAfter;
            else _first = reader.ReaderAfter;
            if (reader.ReaderAfter is { } after) after.ReaderBefore = reader.ReaderBefore;
            else _last = reader.ReaderBefore;
            (reader.ReaderBefore, reader.ReaderAfter) = (null, null);
        }
    }

    /// <summary>Computes them all, in the order in which they were asked for.</summary>
    internal void Settle()
    {
        while (_first is { } reader) reader.Result.Settle();
    }
}
