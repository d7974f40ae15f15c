namespace GpuNet.Models;

/// <summary>x where it is positive, a x elsewhere, with learned slopes a; torch's parameter is named <c>weight</c>, too.</summary>
/// <remarks>He et al., "Delving deep into rectifiers" (2015); torch.nn.PReLU.</remarks>
[CatalogueEntry("prelu", "y = x where x > 0, else w x, w learned", "He et al. 2015; torch.nn.PReLU")]
public sealed class PRelu : Module
{
    /// <summary>Creates the layer.</summary>
    /// <param name="slopes">1 for all, or the size of the input's last dimension: one for each element.</param>
    /// <param name="initial">What slopes start from.</param>
    /// <param name="device">Where they are; <see cref="Device.Default"/> if left out.</param>
    /// <param name="dtype">Their type: <see cref="DType.Float32"/> or <see cref="DType.Float64"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of slopes is not positive.</exception>
    public PRelu(int slopes = 1, float initial = 0.25f, Device? device = null, DType dtype = DType.Float32)
    {
        Require.AtLeast(nameof(PRelu), 1, slopes, nameof(slopes));
        Weight = AddParameter("weight", Tensor.Full([slopes], initial, dtype, device));
    }

    /// <summary>The slopes, [1] or [features].</summary>
    public Tensor Weight { get; }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input) => Functional.PRelu(input, Weight);
}
