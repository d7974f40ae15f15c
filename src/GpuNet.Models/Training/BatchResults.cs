using GpuNet.Models.Data;

namespace GpuNet.Models;

/// <summary>
/// Collects losses and predictions of batches and reads them from the device a few at a time, so that the device need
/// not wait for the host after every batch.
/// </summary>
internal sealed class BatchResults : IDisposable
{
    private const int MaxPending = 16;

    private readonly List<(Tensor Loss, Tensor? Predicted, ReadOnlyMemory<int> Labels, int Count)> _pending = [];
    private readonly RunningMean _loss = new();
    private readonly RunningMean _accuracy = new();
    private int[] _classes = []; // predictions read, for the next batch's too

    /// <summary>The mean loss of what was read so far.</summary>
    public double Loss => _loss.Value;

    /// <summary>The share that was right of what was read so far; null for regression.</summary>
    public double? Accuracy => _accuracy.Count > 0 ? _accuracy.Value : null;

    /// <summary>The number of rows read so far.</summary>
    public long Count => _loss.Count;

    /// <summary>Adds a batch; returns whether results were read.</summary>
    public bool Add(Tensor loss, Tensor output, Batch batch)
    {
        using (Tape.NoGrad())
        {
            var predicted = batch.Labels.Count > 0 ? output.ArgMax(axis: 1).Keep() : null;
            _pending.Add((loss.Detach().Keep(), predicted, batch.LabelMemory, batch.Count));
        }

        bool isFull = _pending.Count == MaxPending;
        if (isFull)
            Read();
        return isFull;
    }

    /// <summary>Waits for the batches added and reads their results.</summary>
    public void Read()
    {
        foreach (var (loss, predicted, labels, count) in _pending)
        {
            _loss.Add(loss.Item(), count);
            if (predicted is not null)
                _accuracy.Add((double)CountCorrect(predicted, labels.Span) / count, count);
        }

        Release();
    }

    public void Dispose() => Release();

    private int CountCorrect(Tensor predicted, ReadOnlySpan<int> labels)
    {
        if (_classes.Length < predicted.Count)
            _classes = new int[predicted.Count];
        var classes = _classes.AsSpan(0, predicted.Count);
        predicted.CopyTo(classes);
        return Models.Accuracy.CountCorrect(classes, labels);
    }

    private void Release()
    {
        foreach (var (loss, predicted, _, _) in _pending)
        {
            loss.Dispose();
            predicted?.Dispose();
        }

        _pending.Clear();
    }
}
