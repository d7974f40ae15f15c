namespace GpuNet.Models;

/// <summary>
/// A penalty on weights that is added to the loss. It concerns the parameters it is given, or all weights of the model (the
/// parameters of two dimensions or more), without biases and the parameters of normalization.
/// </summary>
/// <example><code>
/// Regularizers = [new L1Regularizer(1e-4) { Parameters = optimizer.Groups[0].Parameters }]
/// </code></example>
public abstract class Regularizer
{
    /// <summary>Creates a penalty.</summary>
    /// <param name="strength">The factor λ, 0 or more.</param>
    protected Regularizer(double strength) => Strength = (float)Require.NotNegative(GetType().Name, strength, nameof(strength));

    /// <summary>The factor λ.</summary>
    public float Strength { get; }

    /// <summary>What is penalized; null for all weights of the model.</summary>
    public IReadOnlyList<Tensor>? Parameters { get; init; }

    /// <summary>
    /// Whether the penalty may be repeated without running its code: whether its work depends on tensors alone, and on no count, clock or
    /// random number of the host. So it is for the classes of this library; one of your own says so by overriding this.
    /// </summary>
    public virtual bool IsRepeatable => Repeatability.IsOurs(this);

    /// <summary>The penalty on <see cref="Parameters"/>, or on all weights of a model.</summary>
    /// <returns>A tensor of shape [].</returns>
    /// <exception cref="ArgumentException">There is nothing to penalize.</exception>
    public Tensor Penalty(Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Tensor? sum = null;
        foreach (var parameter in Parameters ?? model.Parameters.Where(parameter => parameter.Rank >= 2))
            sum = sum is null ? Penalty(parameter) : sum + Penalty(parameter);
        return sum ?? throw new ArgumentException($"{GetType().Name}: the model has no weights to penalize.", nameof(model));
    }

    /// <summary>The penalty on one tensor.</summary>
    protected abstract Tensor Penalty(Tensor weight);

    /// <summary>A weight as a matrix: a row for each output.</summary>
    /// <exception cref="ArgumentException">It is a vector or a single value.</exception>
    private protected Tensor AsMatrix(Tensor weight) => weight.Rank switch
    {
        2 => weight,
        > 2 => weight.Reshape(weight.Shape[0], -1),
        _ => throw new ArgumentException($"{GetType().Name}: weight has to be [rows, columns, ...], not {weight.Shape}.", nameof(weight)),
    };
}
