using GpuNet.Kernels;

namespace GpuNet.Fusion;

/// <summary>
/// A value that no kernel has computed yet: an op on the elements of a region of memory, or of another pending value.
/// So a run of ops is one kernel when its last value is asked for, and what lies in the middle is never stored. The
/// first of a run holds on to the memory that it reads, and is computed before that memory changes.
/// </summary>
internal abstract class PendingMap
{
    /// <summary>
    /// The longest run. With ops as costly as tanh, longer ones lose backwards, where the middle is computed again, what
    /// they save forwards; with cheap ones there is little left to save. And each run is a kernel to be compiled.
    /// </summary>
    private const int LongestRun = 6;

    private readonly int _length;
    private PendingMap? _previous, _next;
    private Region _source; // of the first of a run

    protected PendingMap(Tensor x, Tensor result)
    {
        Result = result;
        if (x.PendingMap is { } previous)
        {
            (_previous, _length) = (previous, previous._length + 1);
            previous._next = this;
        }
        else
        {
            _length = 1;
            ReadFrom(x.Region);
        }
    }

    /// <summary>The tensor that stands for the value.</summary>
    internal Tensor Result { get; }

    /// <summary>Neighbours in <see cref="PendingReaders"/>.</summary>
    internal PendingMap? ReaderBefore { get; set; }

    /// <summary>Neighbours in <see cref="PendingReaders"/>.</summary>
    internal PendingMap? ReaderAfter { get; set; }

    protected PendingMap? Previous => _previous;

    /// <summary>Where a run that begins here reads.</summary>
    internal Region Source => _source;

    /// <summary>Whether another op may follow in the same kernel; a second op on a value makes it worth storing.</summary>
    internal bool CanGrow => _next is null && _length < LongestRun;

    /// <summary>Hands over the run that ends here, as one op, and what it reads.</summary>
    internal abstract void Compose<TUse>(TUse use) where TUse : struct, IChainUse;

    /// <summary>The same, with more ops behind this one.</summary>
    internal abstract void Compose<TRest, TUse>(TRest rest, TUse use)
        where TRest : unmanaged, IOpChain<TRest>
        where TUse : struct, IChainUse;

    /// <summary>The value is in memory, at <paramref name="stored"/>: what follows reads it there.</summary>
    internal void Complete(Region stored)
    {
        var next = _next;
        Leave();
        if (next is null) return;
        next._previous = null;
        next.ReadFrom(stored);
    }

    /// <summary>Nobody will ask for the value any more.</summary>
    internal void Drop()
    {
        // Scopes free their tensors in reverse, so this is somebody who disposes a tensor that goes on being used.
        _next?.Result.Settle();
        Leave();
    }

    private void ReadFrom(Region source)
    {
        _source = source;
        source.Storage.Retain();
        source.Storage.Readers.Add(this);
    }

    private void Leave()
    {
        _next = null;
        if (_previous is not null)
        {
            _previous._next = null;
            return;
        }
        _source.Storage.Readers.Remove(this);
        _source.Storage.Release();
    }
}

/// <summary>What is done with a run of ops once its type is known.</summary>
internal interface IChainUse
{
    void Run<TChain>(Region source, TChain chain) where TChain : unmanaged, IOpChain<TChain>;
}
