namespace GpuNet.Models;

/// <summary>exp(x) / Σ exp(x) over a dimension, by default the last: rows become probabilities. Losses take the logits instead.</summary>
[CatalogueEntry("softmax", "y = exp(x) / sum of exp(x)", "torch.nn.Softmax")]
public sealed class Softmax : Module
{
    /// <summary>The dimension; -1 is the last.</summary>
    public int Axis { get; init; } = -1;

    /// <inheritdoc/>
    public override long CountOperations(Shape input, Shape output) => 5L * output.Count;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Axis == -1 ? input.Softmax() : input.Softmax(Axis);
    }
}

/// <summary>The logarithm of <see cref="Softmax"/>, computed without overflow.</summary>
[CatalogueEntry("log_softmax", "y = x - log(sum of exp(x))", "torch.nn.LogSoftmax")]
public sealed class LogSoftmax : Module
{
    /// <summary>The dimension; -1 is the last.</summary>
    public int Axis { get; init; } = -1;

    /// <inheritdoc/>
    public override long CountOperations(Shape input, Shape output) => 5L * output.Count;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Axis == -1 ? input.LogSoftmax() : input.LogSoftmax(Axis);
    }
}

/// <summary>exp(-x) / Σ exp(-x) over a dimension, by default the last.</summary>
[CatalogueEntry("softmin", "y = exp(-x) / sum of exp(-x)", "torch.nn.Softmin")]
public sealed class Softmin : Module
{
    /// <summary>The dimension; -1 is the last.</summary>
    public int Axis { get; init; } = -1;

    /// <inheritdoc/>
    public override long CountOperations(Shape input, Shape output) => 5L * output.Count;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Axis == -1 ? input.Softmin() : input.Softmin(Axis);
    }
}

/// <summary>The probabilities nearest to each row of a dimension, by default the last, many of them 0 (Martins and Astudillo 2016).</summary>
[CatalogueEntry("sparsemax", "y = max(x - tau, 0), tau such that the sum of y is 1", "Martins and Astudillo 2016")]
public sealed class Sparsemax : Module
{
    /// <summary>The dimension; -1 is the last.</summary>
    public int Axis { get; init; } = -1;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Axis == -1 ? input.Sparsemax() : input.Sparsemax(Axis);
    }
}
