namespace GpuNet.Models;

/// <summary>A penalty on weights that is added to the loss. Biases and the parameters of normalization are not penalized.</summary>
public abstract class Regularizer
{
    /// <summary>Creates a penalty.</summary>
    /// <param name="strength">The factor λ, 0 or more.</param>
    protected Regularizer(double strength)
    {
        if (strength is not (>= 0 and < double.PositiveInfinity))
            throw new ArgumentOutOfRangeException(nameof(strength), strength, "Must be 0 or more.");
        Strength = (float)strength;
    }

    /// <summary>The factor λ.</summary>
    public float Strength { get; }

    /// <summary>The penalty on all weights of a model: the parameters of two dimensions or more.</summary>
    /// <returns>A tensor of shape [].</returns>
    /// <exception cref="ArgumentException">The model has no weights.</exception>
    public Tensor Penalty(Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Tensor? sum = null;
        foreach (var parameter in model.Parameters)
        {
            if (parameter.Rank >= 2)
                sum = sum is null ? Penalty(parameter) : sum + Penalty(parameter);
        }

        return sum ?? throw new ArgumentException("The model has no weights to penalize.", nameof(model));
    }

    /// <summary>The penalty on one tensor.</summary>
    protected abstract Tensor Penalty(Tensor weight);
}
