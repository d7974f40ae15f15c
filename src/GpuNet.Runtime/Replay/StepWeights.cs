namespace GpuNet;

/// <summary>
/// What a recorded step means for the rounded copies of weights: its products read some that were there before it, and its optimizer
/// leaves others.
/// </summary>
internal sealed class StepWeights
{
    private readonly HashSet<RoundedWeights> _noted = [];
    private readonly HashSet<(RoundedWeights Weights, int Part)> _found = [];
    private (RoundedWeights Weights, int Part)[] _outcome = [];

    /// <summary>Notes copies that the step writes.</summary>
    internal void Note(RoundedWeights weights) => _noted.Add(weights);

    /// <summary>Notes a parameter whose copy is read before the step changes it.</summary>
    internal void NoteFound(RoundedWeights weights, int part) => _found.Add((weights, part));

    /// <summary>Notes what the step leaves, when it has ended.</summary>
    internal void NoteOutcome(StepMemory step) =>
        _outcome = [.. _noted.SelectMany(weights => weights.LeftGoodBy(step).Select(part => (weights, part)))];

    /// <summary>Before a run: what it finds is good.</summary>
    internal void Prepare()
    {
        foreach (var (weights, part) in _found) weights.Refresh(part);
    }

    /// <summary>After a run: what it has stored beside the weights is theirs.</summary>
    internal void Restore()
    {
        foreach (var (weights, part) in _outcome) weights.MarkGood(part);
    }
}
