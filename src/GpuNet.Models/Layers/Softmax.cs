namespace GpuNet.Models;

/// <summary>exp(x) / Σ exp(x) over the last dimension: rows become probabilities. Losses take the logits instead.</summary>
public sealed class Softmax : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Softmax();
    }
}

/// <summary>The logarithm of <see cref="Softmax"/>, computed without overflow.</summary>
public sealed class LogSoftmax : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.LogSoftmax();
    }
}
