namespace GpuNet;

/// <summary>
/// Activation checkpointing: a part of a network keeps its inputs alone, and is computed a second time when its gradient
/// is asked for. Memory for time; the bits are those of the part without it.
/// </summary>
/// <remarks>
/// Source: Chen et al. 2016. The part is computed again with the random numbers of the first time, so dropout drops what
/// it dropped. Its operations join the backward pass that asks for them, in their place; so gradients add up in the
/// order they have otherwise, <see cref="Gradient"/> works through it, and parts may hold parts. What the part changes
/// besides its result is to be changed once: look at <see cref="IsRecomputing"/>. Tensors that it leaves behind besides
/// its result are freed when it ends. Inputs, and parameters that the part reads, must not change in place before its
/// gradient is computed: that is an <see cref="AutogradException"/>.
/// </remarks>
public static class Checkpoint
{
    [ThreadStatic] private static int _recomputing;
    [ThreadStatic] private static Dictionary<Tensor, SavedTensor>? _reads; // of the part that runs

    /// <summary>
    /// Whether a part is being computed a second time on this thread. A module that counts, or moves running statistics,
    /// does not do so then; those of the library do not.
    /// </summary>
    public static bool IsRecomputing => _recomputing > 0;

    /// <summary>Computes a part of a network without keeping what lies in its middle.</summary>
    /// <param name="part">A module's Forward, say. Parameters that it reads get their gradients as ever.</param>
    /// <param name="input">Its input.</param>
    public static Tensor Run(Func<Tensor, Tensor> part, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(part);
        return Run(inputs => part(inputs[0]), [input]);
    }

    /// <summary>Computes a part of several inputs; see the overload for one.</summary>
    /// <exception cref="ArgumentException">There are no inputs.</exception>
    public static Tensor Run(Func<IReadOnlyList<Tensor>, Tensor> part, params IReadOnlyList<Tensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(part);
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count == 0)
            throw new ArgumentException("Checkpoint: a part needs at least one input.", nameof(inputs));
        if (!Tape.IsRecording) return part(inputs);

        Tensor[] own = [.. inputs];
        foreach (var input in own) input.Settle(); // it is kept, so it is not computed twice
        var reads = new Dictionary<Tensor, SavedTensor>();
        foreach (var input in own) reads[input] = new SavedTensor(input);
        var draws = new RandomDraws();
        Tensor result;
        var outer = _reads;
        _reads = reads;
        try
        {
            using (Tape.Scope())
            using (Anomaly.IsOn ? Tape.Record() : Tape.NoGrad()) // who looks for anomalies looks at recorded operations
            using (draws.Record())
            {
                result = part(own).Alias();
            }
        }
        finally
        {
            _reads = outer;
        }
        draws.MoveToCurrentScope();
        using (result)
        {
            var output = result.Detach();
            if (!output.DType.IsFloatingPoint()) return output;
            // What the part has created is freed; what is left is from outside, and is read again.
            var kept = reads.Where(read => !read.Key.IsFreed).Select(read => read.Value);
            return output.RecordedAs(new Node(part, own, [.. kept], draws));
        }
    }

    /// <summary>Notes that an operation reads a tensor: a part that is computed again has to find the same values.</summary>
    internal static void NoteRead(Tensor tensor)
    {
        if (_reads is { } reads) reads.TryAdd(tensor, new SavedTensor(tensor));
    }

    private sealed class Node(
        Func<IReadOnlyList<Tensor>, Tensor> part, Tensor[] inputs, SavedTensor[] reads, RandomDraws draws)
        : TapeNode(inputs[0])
    {

        internal override string Name => "Checkpoint";

        internal override int InputCount => inputs.Length;

        internal override bool HidesInputs => true;

        internal override Tensor Input(int index) => inputs[index];

        internal override void Backward(Tensor gradient, BackwardPass pass) => pass.Unfold(Compute, gradient);

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass) => pass.Unfold(Compute, gradient);

        private Tensor Compute()
        {
            foreach (var read in reads) read.Get(this);
            using var again = draws.Replay();
            _recomputing++;
            try
            {
                return part(inputs);
            }
            finally
            {
                _recomputing--;
            }
        }
    }
}
