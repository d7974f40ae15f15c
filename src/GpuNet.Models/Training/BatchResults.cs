using GpuNet.Models.Data;

namespace GpuNet.Models;

/// <summary>
/// Collects losses and predictions of batches on the device and reads them a few batches at a time, so that the device need not
/// wait for the host after every batch.
/// </summary>
internal sealed class BatchResults : IDisposable
{
    private const int MaxPending = 16;

    private readonly RunningMean _loss = new();
    private readonly RunningMean _accuracy = new();
    private readonly float[] _losses = new float[MaxPending];
    private readonly int[] _counts = new int[MaxPending];
    private Room? _room;
    private int _pending;

    /// <summary>The mean loss of what was read so far.</summary>
    public double Loss => _loss.Value;

    /// <summary>The share that was right of what was read so far; null for regression.</summary>
    public double? Accuracy => _accuracy.Count > 0 ? _accuracy.Value : null;

    /// <summary>The number of rows read so far.</summary>
    public long Count => _loss.Count;

    /// <summary>Adds a batch; returns whether results were read.</summary>
    public bool Add(in StepResults results, Batch batch)
    {
        if (_room is null || _room.Rows < batch.Count)
        {
            Read();
            _room?.Dispose();
            _room = new Room(results, batch.Count);
        }

        _room.Store(_pending, results, batch);
        _counts[_pending++] = batch.Count;
        bool isFull = _pending == MaxPending;
        if (isFull)
            Read();
        return isFull;
    }

    /// <summary>Waits for the batches added and reads their results.</summary>
    public void Read()
    {
        if (_pending == 0)
            return;
        _room!.ReadLosses(_losses);
        _room.ReadClasses();
        for (int slot = 0; slot < _pending; slot++)
        {
            _loss.Add(_losses[slot], _counts[slot]);
            if (_room.HasClasses)
                _accuracy.Add((double)_room.CountCorrect(slot, _counts[slot]) / _counts[slot], _counts[slot]);
        }

        _pending = 0;
    }

    public void Dispose() => _room?.Dispose();

    /// <summary>Room for the results of as many batches as may be pending, and for their labels.</summary>
    private sealed class Room : IDisposable
    {
        private readonly Tensor _losses;
        private readonly Tensor[] _lossOf = new Tensor[MaxPending];
        private readonly Tensor? _classes;
        private readonly Tensor[] _classesOf = new Tensor[MaxPending];
        private readonly int[] _predicted = [];
        private readonly int[] _labels = [];

        public Room(in StepResults results, int rows)
        {
            Rows = rows;
            using var scope = Tape.Scope(); // of the views on the way
            var device = results.Loss.Device;
            _losses = Tensor.Zeros([MaxPending], device: device).Keep();
            for (int slot = 0; slot < MaxPending; slot++)
                _lossOf[slot] = _losses[slot..(slot + 1)].Reshape().Keep();
            if (results.Classes is null)
                return;
            _predicted = new int[MaxPending * rows];
            _labels = new int[MaxPending * rows];
            _classes = Tensor.Zeros([_predicted.Length], DType.Int32, device).Keep();
            for (int slot = 0; slot < MaxPending; slot++)
                _classesOf[slot] = _classes[(slot * rows)..((slot + 1) * rows)].Keep();
        }

        /// <summary>The most rows of a batch.</summary>
        public int Rows { get; }

        public bool HasClasses => _classes is not null;

        public void Store(int slot, in StepResults results, Batch batch)
        {
            _lossOf[slot].CopyFrom(results.Loss);
            if (results.Classes is not { } classes)
                return;
            batch.LabelMemory.CopyTo(_labels.AsSpan(slot * Rows));
            if (classes.Count == Rows)
            {
                _classesOf[slot].CopyFrom(classes);
                return;
            }

            using var part = _classesOf[slot][..classes.Count];
            part.CopyFrom(classes);
        }

        public void ReadLosses(Span<float> losses) => _losses.CopyTo(losses);

        public void ReadClasses() => _classes?.CopyTo<int>(_predicted);

        public int CountCorrect(int slot, int count) =>
            Models.Accuracy.CountCorrect(_predicted.AsSpan(slot * Rows, count), _labels.AsSpan(slot * Rows, count));

        public void Dispose()
        {
            for (int slot = 0; slot < MaxPending; slot++)
            {
                _lossOf[slot].Dispose();
                _classesOf[slot]?.Dispose();
            }

            _losses.Dispose();
            _classes?.Dispose();
        }
    }
}
