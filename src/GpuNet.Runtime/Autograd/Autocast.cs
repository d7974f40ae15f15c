namespace GpuNet;

/// <summary>
/// Rounds the operands of matrix products on this thread: <c>using (Autocast.To(Precision.BFloat16))</c>. An operation's gradient is
/// computed in the precision in which the operation ran.
/// </summary>
/// <remarks>
/// Rounded operands give the same bits on every device whose kernels multiply; where a library or tensor cores do, the order of the
/// sums is theirs. Products of doubles are not rounded.
/// </remarks>
public static class Autocast
{
    [ThreadStatic] private static Precision _current;

    /// <summary>The precision of matrix products on this thread now.</summary>
    public static Precision Current
    {
        get => _current;
        internal set => _current = value;
    }

    /// <summary>Sets the precision until the return value is disposed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such precision.</exception>
    public static AutocastScope To(Precision precision)
    {
        if (!Enum.IsDefined(precision))
            throw new ArgumentOutOfRangeException(nameof(precision), precision, "Not a precision.");
        var scope = new AutocastScope(_current);
        _current = precision;
        return scope;
    }
}

/// <summary>A stretch in one precision; disposing it restores what was before.</summary>
public readonly struct AutocastScope : IDisposable
{
    private readonly Precision _previous;

    internal AutocastScope(Precision previous) => _previous = previous;

    /// <summary>Goes back to the precision before.</summary>
    public void Dispose() => Autocast.Current = _previous;
}
