namespace GpuNet.Models;

/// <summary>exp(x) / Σ exp(x) over the last dimension: rows become probabilities. Losses take the logits instead.</summary>
public sealed class Softmax : Module
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Softmax();
    }
}

/// <summary>The logarithm of <see cref="Softmax"/>, computed without overflow.</summary>
public sealed class LogSoftmax : Module
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.LogSoftmax();
    }
}

/// <summary>exp(-x) / Σ exp(-x) over the last dimension.</summary>
public sealed class Softmin : Module
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Softmin();
    }
}

/// <summary>The probabilities nearest to each row of the last dimension, many of them 0 (Martins and Astudillo 2016).</summary>
public sealed class Sparsemax : Module
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Sparsemax();
    }
}
