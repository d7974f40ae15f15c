namespace GpuNet;

/// <summary>
/// The memory of a recorded step, which stays where it is for as long as the step may be replayed. Blocks that the step
/// rents belong to it: one that it frees is used again by the step alone, in each run in the same order. Memory from
/// outside that it looks at is held.
/// </summary>
internal sealed class StepMemory(MemoryPool pool) : IBlockOwner
{
    private readonly Lock _lock = new();
    private readonly List<Storage> _blocks = [];
    private readonly List<Storage> _free = [];
    private readonly HashSet<Storage> _held = [];
    private readonly HashSet<Storage> _changed = [];
    private readonly List<Storage> _rounded = [];
    private bool _isGivenBack;

    /// <summary>Memory that each run changes and that tensors outlive the run with.</summary>
    internal IReadOnlyCollection<Storage> Changed => _changed;

    internal bool IsOf(MemoryPool other) => pool == other;

    /// <summary>A block without a reference, one of the step's own if one is free.</summary>
    internal Storage Take(long bytes)
    {
        var sizeClass = SizeClass.Of(bytes);
        lock (_lock)
        {
            var last = _free.FindLastIndex(block => block.SizeClassIndex == sizeClass);
            if (last >= 0)
            {
                var block = _free[last];
                _free.RemoveAt(last);
                return block;
            }
        }
        var taken = pool.Take(bytes);
        taken.Owner = this;
        _blocks.Add(taken);
        return taken;
    }

    /// <inheritdoc/>
    public void Return(Storage block)
    {
        lock (_lock)
        {
            if (!_isGivenBack)
            {
                _free.Add(block);
                return;
            }
        }
        pool.Return(block);
    }

    /// <summary>Holds memory that the step has taken an address of.</summary>
    internal void Hold(Storage storage)
    {
        if (storage.Owner == this || !_held.Add(storage)) return;
        storage.Hold();
    }

    /// <summary>Remembers memory that the step has changed.</summary>
    internal void NoteChange(Storage storage)
    {
        if (storage.Owner != this) _changed.Add(storage);
    }

    /// <summary>Whether the step has changed memory from outside, or what it is a part of.</summary>
    internal bool HasChanged(Storage storage) =>
        _changed.Contains(storage) || storage.Whole is { } whole && HasChanged(whole);

    /// <summary>Remembers memory of which the step has made a rounded copy.</summary>
    internal void NoteRounded(Storage storage) => _rounded.Add(storage);

    /// <summary>Ends recording: what tensors still refer to is what each run writes anew.</summary>
    internal void Settle()
    {
        foreach (var storage in _rounded) storage.ReplaceRounded(null);
        _rounded.Clear();
        lock (_lock) _changed.UnionWith(_blocks.Except(_free));
    }

    /// <summary>Gives everything back; what tensors still refer to goes to the pool when they let go.</summary>
    internal void GiveBack()
    {
        lock (_lock)
        {
            _isGivenBack = true;
            foreach (var block in _free) pool.Return(block);
            _free.Clear();
        }
        foreach (var storage in _held) storage.LetGo();
        _held.Clear();
    }
}
