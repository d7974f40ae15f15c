namespace GpuNet.Models;

/// <summary>[rows, ...] to [rows, features]: keeps the first dimension, joins the others.</summary>
public sealed class Flatten : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Reshape([input.Shape[0], -1]);
    }
}
