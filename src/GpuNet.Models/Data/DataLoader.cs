namespace GpuNet.Models.Data;

/// <summary>
/// Hands out a data set in mini-batches on a device. The order depends on seed and epoch only. The whole set goes to the device when
/// the first batch is asked for; batches are gathered there, those of the same size into the same tensors.
/// </summary>
public sealed class DataLoader
{
    private readonly Lazy<Tensor> _features;
    private readonly Lazy<Tensor> _targets;
    private readonly bool _shuffle;
    private readonly ulong _seed;
    private readonly bool _dropLast;
    private readonly Mixup? _mixup;

    /// <summary>Creates a loader.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="batchSize">The number of rows of a batch; the last one of an epoch may have fewer.</param>
    /// <param name="device">Where the batches go; <see cref="Device.Default"/> if left out.</param>
    /// <param name="shuffle">Whether each epoch has an order of its own; otherwise rows come in theirs.</param>
    /// <param name="seed">Decides the orders.</param>
    /// <param name="dropLast">Whether a last batch that is not full is left out: batch normalization cannot train on one row.</param>
    /// <param name="mixup">Mixes the rows of each batch; not for evaluation.</param>
    public DataLoader(
        Dataset data,
        int batchSize,
        Device? device = null,
        bool shuffle = false,
        ulong seed = 0,
        bool dropLast = false,
        Mixup? mixup = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        Data = data;
        BatchSize = batchSize;
        device ??= Device.Default;
        _features = new(() => Tensor.From(data.Features, [data.Count, data.FeatureCount], device).Keep());
        _mixup = mixup;
        _targets = new(() => (!data.IsClassification ? Tensor.From(data.Values, [data.Count, 1], device)
            : mixup is null ? Tensor.From(data.Labels, device)
            : Tensor.From<float>(OneHot(data), [data.Count, data.OutputCount], device)).Keep());
        _shuffle = shuffle;
        _seed = seed;
        _dropLast = dropLast;
    }

    /// <summary>The rows.</summary>
    public Dataset Data { get; }

    /// <summary>The number of rows of a full batch.</summary>
    public int BatchSize { get; }

    /// <summary>The number of rows of a pass.</summary>
    public int RowsPerEpoch => _dropLast ? Data.Count - (Data.Count % BatchSize) : Data.Count;

    /// <summary>The batches of one pass over the data. A batch is valid until the next one is asked for.</summary>
    /// <param name="epoch">The number of the pass.</param>
    public IEnumerable<Batch> Epoch(int epoch = 0)
    {
        int[] order = new int[Data.Count];
        Permute(order, epoch);
        int whole = RowsPerEpoch - (RowsPerEpoch % BatchSize);
        if (whole > 0)
        {
            using var batch = NewBatch(BatchSize);
            using var partners = _mixup is null ? null : NewBatch(BatchSize);
            for (int start = 0; start < whole; start += BatchSize)
            {
                Load(batch, partners, order.AsSpan(start, BatchSize), epoch, start / BatchSize);
                yield return batch;
            }
        }

        if (whole < RowsPerEpoch)
        {
            using var last = NewBatch(RowsPerEpoch - whole);
            using var partners = _mixup is null ? null : NewBatch(last.Count);
            Load(last, partners, order.AsSpan(whole, last.Count), epoch, whole / BatchSize);
            yield return last;
        }
    }

    private void Permute(int[] order, int epoch)
    {
        if (_shuffle)
        {
            Permutation.Fill(order, _seed, (ulong)epoch);
            return;
        }

        for (int row = 0; row < order.Length; row++)
            order[row] = row;
    }

    private Batch NewBatch(int rows)
    {
        Tensor RowsLike(Tensor all)
        {
            int[] extents = all.Shape.ToArray();
            extents[0] = rows;
            return Tensor.Zeros(extents, all.DType, all.Device).Keep();
        }

        return new Batch(RowsLike(_features.Value), RowsLike(_targets.Value), new int[Data.IsClassification ? rows : 0]);
    }

    private void Load(Batch batch, Batch? partners, ReadOnlySpan<int> rows, int epoch, int number)
    {
        Load(batch, rows);
        if (partners is null)
            return;
        var (share, order) = _mixup!.Draw(rows.Length, _seed, epoch, number);
        int[] others = new int[rows.Length];
        for (int i = 0; i < others.Length; i++)
            others[i] = rows[order[i]];
        Load(partners, others);
        using var noGrad = Tape.NoGrad();
        using var scope = Tape.Scope();
        batch.Inputs.CopyFrom(batch.Inputs * share + partners.Inputs * (1 - share));
        batch.Targets.CopyFrom(batch.Targets * share + partners.Targets * (1 - share));
    }

    private static float[] OneHot(Dataset data)
    {
        float[] targets = new float[data.Count * data.OutputCount];
        for (int row = 0; row < data.Count; row++)
            targets[row * data.OutputCount + data.Labels[row]] = 1;
        return targets;
    }

    private void Load(Batch batch, ReadOnlySpan<int> rows)
    {
        batch.Inputs.CopyRowsFrom(_features.Value, rows);
        batch.Targets.CopyRowsFrom(_targets.Value, rows);
        if (!Data.IsClassification)
            return;
        for (int i = 0; i < rows.Length; i++)
            batch.LabelMemory[i] = Data.Labels[rows[i]];
    }
}
