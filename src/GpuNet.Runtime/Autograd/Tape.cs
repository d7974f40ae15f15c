namespace GpuNet;

/// <summary>
/// The record of operations that <see cref="Tensor.Backward"/> runs in reverse. An operation is recorded when one of its
/// inputs requires a gradient; whether operations are recorded at all, each thread says for itself.
/// </summary>
public static class Tape
{
    [ThreadStatic] private static bool _paused;
    private static long _sequence; // of all threads: one may go on with what another has recorded

    /// <summary>Whether operations are recorded on this thread now.</summary>
    public static bool IsRecording => !_paused;

    /// <summary>
    /// Opens a scope that owns the tensors created in it. Wrap a training step in one: its intermediates go back to the
    /// pool at its end, at once, without waiting for the garbage collector. What has to outlive it is kept by
    /// <see cref="Tensor.Keep"/>.
    /// </summary>
    public static TapeScope Scope() => new();

    /// <summary>
    /// Stops recording until the return value is disposed: for evaluation, and for updates of parameters.
    /// </summary>
    public static NoGradScope NoGrad()
    {
        var scope = new NoGradScope(_paused);
        _paused = true;
        return scope;
    }

    /// <summary>
    /// Goes on recording inside <see cref="NoGrad"/>, until the return value is disposed: for gradients that are part of
    /// an evaluation.
    /// </summary>
    public static NoGradScope Record()
    {
        var scope = new NoGradScope(_paused);
        _paused = false;
        return scope;
    }

    /// <summary>
    /// Looks for the first NaN or infinity until the return value is disposed: every recorded operation's result is read,
    /// and every gradient, so that an <see cref="AnomalyException"/> names the operation that made it, and where that was
    /// called. Elementwise ops are launched one by one meanwhile. Slow: for finding out why a training run diverges.
    /// </summary>
    public static IDisposable DetectAnomaly() => Anomaly.Begin();

    /// <summary>
    /// Numbers operations in the order in which they run, so that an output's number is above its inputs'.
    /// </summary>
    internal static long NextSequence() => Interlocked.Increment(ref _sequence);

    internal static bool Records(Tensor a)
    {
        if (!a.RequiresGrad) return false;
        Checkpoint.NoteRead(a);
        return !_paused;
    }

    internal static bool Records(Tensor a, Tensor b) => Records(a) | Records(b);

    internal static bool Records(Tensor a, Tensor b, Tensor c) => Records(a) | Records(b) | Records(c);

    internal static void SetPaused(bool paused) => _paused = paused;
}

/// <summary>A stretch without recording, or with it; disposing it restores what was before.</summary>
public readonly struct NoGradScope : IDisposable
{
    private readonly bool _wasPaused;

    internal NoGradScope(bool wasPaused) => _wasPaused = wasPaused;

    /// <summary>Goes back to what the enclosing stretch does.</summary>
    public void Dispose() => Tape.SetPaused(_wasPaused);
}
