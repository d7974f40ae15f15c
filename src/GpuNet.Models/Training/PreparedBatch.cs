using GpuNet.Models.Data;

namespace GpuNet.Models;

/// <summary>
/// A training step on batches of one shape, prepared on the first of them: it stays in that one's memory, and the others are
/// copied there.
/// </summary>
internal sealed class PreparedBatch : IDisposable
{
    private readonly Tensor _inputs;
    private readonly Tensor _targets;
    private readonly PreparedStep _step;
    private readonly Batch _first;
    private readonly StepResults _results;

    private PreparedBatch(Tensor inputs, Tensor targets, PreparedStep step, Batch first, StepResults results)
    {
        _inputs = inputs;
        _targets = targets;
        _step = step;
        _first = first;
        _results = results;
    }

    /// <summary>Takes a step and prepares it for the next batches, if that is possible; takes it in any case.</summary>
    /// <param name="batch">The first batch.</param>
    /// <param name="step">The step on inputs and targets.</param>
    /// <param name="results">What the step came to.</param>
    /// <param name="refusal">Why the step cannot be prepared; null if it can.</param>
    public static PreparedBatch? TryRecord(
        Batch batch, Func<Tensor, Tensor, StepResults> step, out StepResults results, out string? refusal)
    {
        // Handles of one's own: those of the batch go when the loader goes on.
        var inputs = batch.Inputs.Detach().Keep();
        var targets = batch.Targets.Detach().Keep();
        StepResults outcome = default;
        var prepared = PreparedStep.TryRecord(inputs.Device, () => outcome = step(inputs, targets).Keep(), out refusal);
        results = outcome;
        return prepared is null ? null : new PreparedBatch(inputs, targets, prepared, batch, outcome);
    }

    /// <summary>Whether a batch has the shape of the first.</summary>
    public bool Fits(Batch batch) => batch.Inputs.Shape == _inputs.Shape && batch.Targets.Shape == _targets.Shape;

    /// <summary>Takes the step on a batch that fits.</summary>
    public StepResults Run(Batch batch)
    {
        // A loader that fills the same tensors again has put the batch where the step reads it.
        if (!ReferenceEquals(batch.Inputs, _first.Inputs))
            _inputs.CopyFrom(batch.Inputs);
        if (!ReferenceEquals(batch.Targets, _first.Targets))
            _targets.CopyFrom(batch.Targets);
        _step.Run();
        return _results;
    }

    /// <summary>Takes steps on the first batch, and the times of their launches.</summary>
    public IReadOnlyList<LaunchTime> Measure(int runs) => _step.Measure(runs);

    public void Dispose()
    {
        _step.Dispose();
        _inputs.Dispose();
        _targets.Dispose();
        _results.Dispose();
    }
}
