namespace GpuNet.Models;

/// <summary>exp(x) / Σ exp(x) over the last dimension: rows become probabilities. Losses take the logits instead.</summary>
[CatalogueEntry("softmax", "y = exp(x) / sum of exp(x)", "torch.nn.Softmax")]
public sealed class Softmax : Module
{
    /// <inheritdoc/>
    public override long CountOperations(Shape input, Shape output) => 5L * output.Count;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Softmax();
    }
}

/// <summary>The logarithm of <see cref="Softmax"/>, computed without overflow.</summary>
[CatalogueEntry("log_softmax", "y = x - log(sum of exp(x))", "torch.nn.LogSoftmax")]
public sealed class LogSoftmax : Module
{
    /// <inheritdoc/>
    public override long CountOperations(Shape input, Shape output) => 5L * output.Count;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.LogSoftmax();
    }
}

/// <summary>exp(-x) / Σ exp(-x) over the last dimension.</summary>
[CatalogueEntry("softmin", "y = exp(-x) / sum of exp(-x)", "torch.nn.Softmin")]
public sealed class Softmin : Module
{
    /// <inheritdoc/>
    public override long CountOperations(Shape input, Shape output) => 5L * output.Count;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Softmin();
    }
}

/// <summary>The probabilities nearest to each row of the last dimension, many of them 0 (Martins and Astudillo 2016).</summary>
[CatalogueEntry("sparsemax", "y = max(x - tau, 0), tau such that the sum of y is 1", "Martins and Astudillo 2016")]
public sealed class Sparsemax : Module
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Sparsemax();
    }
}
