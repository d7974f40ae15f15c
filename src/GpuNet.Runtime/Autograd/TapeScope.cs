namespace GpuNet;

/// <summary>
/// The stretch of a program whose intermediate tensors belong together: at its end their memory goes back to the
/// device's pool. Scopes nest, belong to one thread, and are ended in reverse order by <c>using</c>.
/// </summary>
public sealed class TapeScope : IDisposable
{
    [ThreadStatic] private static TapeScope? _current;
    [ThreadStatic] private static Stack<List<Tensor>>? _spareLists;

    private readonly TapeScope? _parent;
    private List<Tensor>? _tensors;
    private bool _isLeft;

    internal TapeScope()
    {
        _parent = _current;
        _tensors = _spareLists is { Count: > 0 } spare ? spare.Pop() : [];
        _current = this;
    }

    /// <summary>The innermost open scope of this thread, if any.</summary>
    internal static TapeScope? Current => _current;

    /// <summary>Ends the scope: every tensor created in it, and not kept, becomes unusable.</summary>
    /// <exception cref="InvalidOperationException">A scope opened later is still open, or the scope belongs to another
    /// thread.</exception>
    public void Dispose()
    {
        if (_tensors is null) return;
        if (!_isLeft) Leave();
        var tensors = _tensors;
        _tensors = null;
        Free(tensors);
        (_spareLists ??= new Stack<List<Tensor>>()).Push(tensors);
    }

    /// <summary>Computes every value that is pending on this thread.</summary>
    internal static void SettleAll()
    {
        for (var scope = _current; scope is not null; scope = scope._parent)
        {
            foreach (var tensor in scope._tensors!) tensor.Settle();
        }
    }

    /// <summary>Stops owning what is created, and goes on owning what was until it is disposed.</summary>
    internal void Leave()
    {
        if (_current != this)
            throw new InvalidOperationException(
                "A tape scope has to end on its own thread, after the scopes opened inside it.");
        (_current, _isLeft) = (_parent, true);
    }

    internal void Add(Tensor tensor) => _tensors!.Add(tensor);

    /// <summary>Frees what the scope owns now, and stays open.</summary>
    internal void Clear() => Free(_tensors!);

    private void Free(List<Tensor> tensors)
    {
        // The last first: a pending value goes before what it would be computed from.
        for (var i = tensors.Count - 1; i >= 0; i--) tensors[i].ReleaseFrom(this);
        tensors.Clear();
    }
}
