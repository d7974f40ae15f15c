using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>
/// Batch normalization of [rows, features], or of [rows, features, length] over rows and length: (x - mean) / √(variance + ε) · weight + bias. In training mean and (biased) variance
/// are those of the batch, and the running ones follow them; in use the running ones stand in.
/// Parameters: <c>weight</c>, <c>bias</c> [features]; saved with them: <c>running_mean</c>, <c>running_var</c>
/// (the unbiased variance, as in torch) and <c>num_batches_tracked</c>.
/// </summary>
/// <remarks>S. Ioffe, C. Szegedy, "Batch normalization" (2015); conventions of torch.nn.BatchNorm1d.</remarks>
[CatalogueEntry("batch_norm", "y = (x - mean) / sqrt(variance + eps) w + b, per feature over the batch", "Ioffe and Szegedy 2015; torch.nn.BatchNorm1d")]
public sealed class BatchNorm1d : Module, ITakesActivation
{
    private readonly double _epsilon;
    private readonly double _momentum;
    private readonly Tensor _scale;
    private readonly Tensor _shift;
    private readonly Action _count;
    private Tensor? _batchesSeen;

    /// <summary>Creates the layer.</summary>
    /// <param name="features">The number of features of a row.</param>
    /// <param name="epsilon">ε, 0 or more: keeps the division finite.</param>
    /// <param name="momentum">How far the running statistics move towards those of a batch; null makes them means over all
    /// batches, in which each weighs alike.</param>
    /// <param name="affine">Whether there are parameters.</param>
    /// <param name="trackRunningStatistics">Whether there are running statistics; without them, the batch's are used always.</param>
    /// <param name="device">Where the parameters are; <see cref="Device.Default"/> if left out.</param>
    /// <param name="dtype">The type of parameters and running statistics: <see cref="DType.Float32"/> or <see cref="DType.Float64"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, ε is negative, or momentum is not in [0, 1].</exception>
    public BatchNorm1d(
        int features,
        double epsilon = 1e-5,
        double? momentum = 0.1,
        bool affine = true,
        bool trackRunningStatistics = true,
        Device? device = null,
        DType dtype = DType.Float32)
    {
        Require.AtLeast(nameof(BatchNorm1d), 1, features, nameof(features));
        _epsilon = Require.NotNegative(nameof(BatchNorm1d), epsilon, nameof(epsilon));
        if (momentum is not (null or (>= 0 and <= 1)))
            throw new ArgumentOutOfRangeException(nameof(momentum), momentum, $"{nameof(BatchNorm1d)}: momentum must be from 0 to 1, or null.");
        _momentum = momentum ?? 0;
        _count = () => BatchesTracked++;
        _scale = Tensor.Ones([features], dtype, device).Keep();
        _shift = Tensor.Zeros([features], dtype, device).Keep();
        if (affine)
            (Weight, Bias) = (AddParameter("weight", _scale), AddParameter("bias", _shift));
        if (!trackRunningStatistics)
            return;
        RunningMean = AddBuffer("running_mean", Tensor.Zeros([features], dtype, device));
        RunningVariance = AddBuffer("running_var", Tensor.Ones([features], dtype, device));
        if (momentum is null)
            _batchesSeen = Tensor.Zeros([features], dtype, device).Keep();
        AddCounter("num_batches_tracked", () => BatchesTracked, SetBatchesTracked);
    }

    /// <summary>The scale [features], or null.</summary>
    public Tensor? Weight { get; }

    /// <summary>The shift [features], or null.</summary>
    public Tensor? Bias { get; }

    /// <summary>The mean that is used outside training [features], or null.</summary>
    public Tensor? RunningMean { get; }

    /// <summary>The variance that is used outside training [features], or null.</summary>
    public Tensor? RunningVariance { get; }

    /// <summary>How many batches the running statistics have seen.</summary>
    public long BatchesTracked { get; private set; }

    /// <inheritdoc/>
    public override long CountOperations(Shape input, Shape output) => (Weight is null ? 2L : 4L) * output.Count;

    /// <inheritdoc/>
    /// <exception cref="ShapeMismatchException">The input is neither [rows, features] nor [rows, features, length], or has a single value
    /// of a feature where the batch's statistics are used.</exception>
    protected override Tensor Compute(Tensor input) => Compute(input, default(Identity));

    Tensor ITakesActivation.Forward<TOp>(Tensor input, TOp activation, bool feedsProducts) => Compute(input, activation);

    private Tensor Compute<TOp>(Tensor input, TOp activation)
        where TOp : unmanaged, IUnaryOp<TOp>
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Rank == 3)
        {
            // Each place of a line is a row: what the statistics are over.
            var (rows, features, length) = (input.Shape[0], input.Shape[1], input.Shape[2]);
            var output = Compute(input.Transpose(1, 2).Reshape(rows * length, features), activation);
            return output.Reshape(rows, length, features).Transpose(1, 2);
        }

        var normalized = Functional.BatchNorm(
            input, _scale, _shift, RunningMean, RunningVariance, IsTraining, activation, _momentum, _epsilon, _batchesSeen);
        if (IsTraining && RunningMean is not null && !Checkpoint.IsRecomputing)
            PreparedStep.EachRun(_count);
        return normalized;
    }

    /// <summary>
    /// Lets the running statistics begin anew, as means over all batches until the result is disposed; null where there are none.
    /// </summary>
    internal IDisposable? BeginStatistics()
    {
        if (RunningMean is null || RunningVariance is null)
            return null;
        var usual = _batchesSeen;
        _batchesSeen ??= Tensor.Zeros(RunningMean.Shape, RunningMean.DType, RunningMean.Device).Keep();
        RunningMean.Fill(0);
        RunningVariance.Fill(1);
        SetBatchesTracked(0);
        return new Beginning(this, usual);
    }

    private void SetBatchesTracked(long count)
    {
        BatchesTracked = count;
        _batchesSeen?.CopyFrom(Tensor.Full(_batchesSeen.Shape, count, _batchesSeen.DType, _batchesSeen.Device));
    }

    /// <summary>Puts back how running statistics move.</summary>
    private sealed class Beginning(BatchNorm1d layer, Tensor? usual) : IDisposable
    {
        public void Dispose()
        {
            if (usual is null)
                layer._batchesSeen?.Dispose();
            layer._batchesSeen = usual;
        }
    }
}
