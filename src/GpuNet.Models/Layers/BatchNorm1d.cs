namespace GpuNet.Models;

/// <summary>
/// Batch normalization of [rows, features]: (x - mean) / √(variance + ε) · weight + bias. In training mean and (biased) variance
/// are those of the batch, and the running ones follow them; in use the running ones stand in.
/// Parameters: <c>weight</c>, <c>bias</c> [features]; saved with them: <c>running_mean</c>, <c>running_var</c>
/// (the unbiased variance, as in torch) and <c>num_batches_tracked</c>.
/// </summary>
/// <remarks>S. Ioffe, C. Szegedy, "Batch normalization" (2015); conventions of torch.nn.BatchNorm1d.</remarks>
public sealed class BatchNorm1d : Module
{
    private readonly double _epsilon;
    private readonly double _momentum;
    private readonly Action _count;

    /// <summary>Creates the layer.</summary>
    /// <param name="features">The number of features of a row.</param>
    /// <param name="epsilon">ε: keeps the division finite.</param>
    /// <param name="momentum">How far the running statistics move towards those of a batch.</param>
    /// <param name="device">Where the parameters are; <see cref="Device.Default"/> if left out.</param>
    public BatchNorm1d(int features, double epsilon = 1e-5, double momentum = 0.1, Device? device = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epsilon);
        _epsilon = epsilon;
        _momentum = momentum;
        _count = () => BatchesTracked++;
        Weight = AddParameter("weight", Tensor.Ones([features], device: device));
        Bias = AddParameter("bias", Tensor.Zeros([features], device: device));
        RunningMean = AddBuffer("running_mean", Tensor.Zeros([features], device: device));
        RunningVariance = AddBuffer("running_var", Tensor.Ones([features], device: device));
        AddCounter("num_batches_tracked", () => BatchesTracked, value => BatchesTracked = value);
    }

    /// <summary>The scale [features].</summary>
    public Tensor Weight { get; }

    /// <summary>The shift [features].</summary>
    public Tensor Bias { get; }

    /// <summary>The mean that is used outside training [features].</summary>
    public Tensor RunningMean { get; }

    /// <summary>The variance that is used outside training [features].</summary>
    public Tensor RunningVariance { get; }

    /// <summary>How many batches the running statistics have seen.</summary>
    public long BatchesTracked { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="ShapeMismatchException">The input is not [rows, features], or has a single row in training.</exception>
    public override Tensor Forward(Tensor input)
    {
        var output = Functional.BatchNorm(
            input, Weight, Bias, RunningMean, RunningVariance, IsTraining, _momentum, _epsilon);
        if (IsTraining)
            PreparedStep.EachRun(_count);
        return output;
    }
}
