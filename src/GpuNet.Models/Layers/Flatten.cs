namespace GpuNet.Models;

/// <summary>[rows, ...] to [rows, features]: keeps the first dimension, joins the others.</summary>
[CatalogueEntry("flatten", "[rows, ...] to [rows, features]", "torch.nn.Flatten")]
public sealed class Flatten : Module
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Reshape([input.Shape[0], -1]);
    }
}
