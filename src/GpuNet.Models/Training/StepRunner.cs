using GpuNet.Models.Data;

namespace GpuNet.Models;

/// <summary>
/// Takes training steps: those on full batches by a prepared step, which is recorded anew each epoch, so that what changes
/// between epochs is heeded; the others, and all where that is not possible, by the step's code.
/// </summary>
/// <param name="step">The step on inputs and targets.</param>
/// <param name="refusal">Why the step is not to be prepared; null if it is.</param>
internal sealed class StepRunner(Func<Tensor, Tensor, StepResults> step, string? refusal)
{
    private PreparedBatch? _prepared;
    private bool _hasRun;

    /// <summary>Why the step cannot be prepared; null as long as nothing stands against it.</summary>
    public string? Refusal { get; private set; } = refusal;

    /// <summary>Takes a step and collects what it came to; returns whether results were read.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="prepare">Whether steps on batches of this size are worth preparing.</param>
    /// <param name="results">Collects.</param>
    public bool Take(Batch batch, bool prepare, BatchResults results)
    {
        if (_prepared is not null && _prepared.Fits(batch))
            return results.Add(_prepared.Run(batch), batch);
        // The very first step runs by itself: what is done once, in a module's first call, has no place in a recording.
        if (prepare && _hasRun && _prepared is null && Refusal is null)
            return Record(batch, results);
        _hasRun = true;
        using (Tape.Scope())
            return results.Add(step(batch.Inputs, batch.Targets), batch);
    }

    /// <summary>Gives the prepared step's memory back.</summary>
    public void EndEpoch()
    {
        _prepared?.Dispose();
        _prepared = null;
    }

    private bool Record(Batch batch, BatchResults results)
    {
        _prepared = PreparedBatch.TryRecord(batch, step, out var first, out string? reason);
        Refusal = reason;
        bool isRead = results.Add(first, batch);
        if (_prepared is null)
            first.Dispose();
        return isRead;
    }
}
