namespace GpuNet;

/// <summary>
/// What a recorded step means for the gradients of leaves. Whether a gradient is fresh decides, on the host, between
/// writing and adding; a recorded step has to find it as it was, and to leave it so that others know what it holds.
/// </summary>
internal sealed class StepGradients
{
    private readonly HashSet<Tensor> _leaves = [];
    private readonly List<Tensor> _addedTo = [];
    private readonly List<(Tensor Leaf, Tensor.GradientState State)> _outcome = [];

    /// <summary>Notes that the step zeroes a gradient: what it was before does not matter.</summary>
    internal void NoteZeroed(Tensor leaf) => _leaves.Add(leaf);

    /// <summary>
    /// Notes that the step uses a gradient. Unless the step itself has zeroed it, each run adds to what is there.
    /// </summary>
    internal void NoteUse(Tensor leaf)
    {
        if (!_leaves.Add(leaf)) return;
        _addedTo.Add(leaf);
        using (Recording.Suspend()) leaf.PrepareGradientForAdding();
    }

    internal void NoteOutcome()
    {
        foreach (var leaf in _leaves) _outcome.Add((leaf, leaf.GradientsState));
    }

    /// <summary>Before a run: gradients that are added to hold what they mean.</summary>
    internal void Prepare()
    {
        foreach (var leaf in _addedTo) leaf.PrepareGradientForAdding();
    }

    /// <summary>After a run: gradients are in the state in which the recorded step left them.</summary>
    internal void Restore()
    {
        foreach (var (leaf, state) in _outcome) leaf.RestoreGradient(state);
    }
}
