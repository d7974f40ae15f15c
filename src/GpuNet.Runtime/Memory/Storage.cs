using GpuNet.Fusion;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet;

/// <summary>
/// A piece of device memory that one or more tensors look at. It counts those tensors, goes back to its pool when the
/// last one lets go, and counts the changes of its content, so that the tape can tell when a saved value is no longer
/// the one it saved.
/// </summary>
internal sealed class Storage
{
    private readonly MemoryBuffer _buffer;
    private readonly long _offsetInBytes;
    private readonly Storage? _parent;
    private readonly int _sizeClass;
    private IBlockOwner? _owner;
    private readonly PendingReaders? _readers;
    private RoundedCopy? _rounded;
    private int _references;
    private int _holds;

    /// <summary>A block of the pool; it lives as long as the pool keeps it and is used again and again.</summary>
    internal Storage(Device device, MemoryPool pool, MemoryBuffer buffer, int sizeClass)
    {
        Device = device;
        _owner = pool;
        _buffer = buffer;
        _sizeClass = sizeClass;
        _readers = new PendingReaders();
    }

    /// <summary>A part of another storage with a change count of its own: one parameter of an arena.</summary>
    internal Storage(Storage parent, long offsetInBytes)
    {
        Device = parent.Device;
        _buffer = parent._buffer;
        _offsetInBytes = parent._offsetInBytes + offsetInBytes;
        _parent = parent;
        parent.Retain();
        _references = 1;
    }

    internal Device Device { get; }

    internal int SizeClassIndex => _sizeClass;

    /// <summary>Where the block goes when nobody refers to it.</summary>
    internal IBlockOwner Owner
    {
        get => _parent?.Owner ?? _owner!;
        set => _owner = value;
    }

    /// <summary>Whether a prepared step reads or writes the memory where it is.</summary>
    internal bool IsHeldInPlace => Volatile.Read(ref _holds) > 0;

    /// <summary>The pending values that read any part of the block.</summary>
    internal PendingReaders Readers => _parent?.Readers ?? _readers!;

    /// <summary>What products have last made of the content; read it under <see cref="RoundedLock"/>.</summary>
    internal RoundedCopy? Rounded => _rounded;

    /// <summary>
    /// Held while <see cref="Rounded"/> is looked at or replaced: threads share what they only read. One for all, as few have such copies.
    /// </summary>
    internal static Lock RoundedLock { get; } = new();

    /// <summary>How often the content was changed; never goes back, even when the block is used again.</summary>
    internal long Version { get; private set; }

    /// <summary>The same, with the changes of the storage that this one is a part of.</summary>
    internal long Changes => Version + (_parent?.Changes ?? 0);

    /// <summary>The storage that this one is a part of, if it is.</summary>
    internal Storage? Whole => _parent;

    /// <summary>The parameter of an arena that lies here, if one does.</summary>
    internal ArenaPart? Parameter { get; set; }

    /// <summary>
    /// Whoever changes the content says so, first: pending values that read it are computed from what it is now.
    /// </summary>
    internal void WillChange()
    {
        Readers.Settle();
        Version++;
        for (var storage = this; storage is not null; storage = storage._parent) storage.ReplaceRounded(null);
        Recording.Current?.Memory.NoteChange(this);
    }

    /// <summary>Keeps another copy in place of the last one, which goes; or none.</summary>
    internal void ReplaceRounded(RoundedCopy? copy)
    {
        if (copy is null && Volatile.Read(ref _rounded) is null) return;
        lock (RoundedLock)
        {
            (var last, _rounded) = (_rounded, copy);
            last?.Numbers.Dispose();
        }
        if (copy is not null) Recording.Current?.Memory.NoteRounded(this);
    }

    internal ArrayView<T> View<T>(long offset, long length) where T : unmanaged
    {
        Recording.Current?.Memory.Hold(this);
        return new ArrayView<T>(_buffer, _offsetInBytes / Interop.SizeOf<T>() + offset, length);
    }

    internal void Retain() => Interlocked.Increment(ref _references);

    internal void Release()
    {
        if (Interlocked.Decrement(ref _references) != 0) return;
        Version++;
        ReplaceRounded(null);
        if (_parent is null) Owner.Return(this);
        else _parent.Release();
    }

    /// <summary>Keeps the memory where it is for a prepared step.</summary>
    internal void Hold()
    {
        Retain();
        Interlocked.Increment(ref _holds);
    }

    internal void LetGo()
    {
        Interlocked.Decrement(ref _holds);
        Release();
    }

    internal void DisposeBuffer() => _buffer.Dispose();
}
