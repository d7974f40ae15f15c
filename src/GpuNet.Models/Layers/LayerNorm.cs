namespace GpuNet.Models;

/// <summary>
/// Normalizes the last dimensions of each entry by their own mean and (biased) variance:
/// (x - mean) / √(variance + ε) · weight + bias; the same in training and in use.
/// Parameters: <c>weight</c>, <c>bias</c>, both of the normalized shape.
/// </summary>
/// <remarks>J. Ba, J. Kiros, G. Hinton, "Layer normalization" (2016); conventions of torch.nn.LayerNorm.</remarks>
[CatalogueEntry("layer_norm", "y = (x - mean) / sqrt(variance + eps) w + b, per row", "Ba et al. 2016; torch.nn.LayerNorm")]
public sealed class LayerNorm : Module, ITakesActivation
{
    private readonly Shape _normalizedShape;
    private readonly double _epsilon;

    /// <summary>Creates the layer.</summary>
    /// <param name="normalizedShape">The last dimensions of the input: <c>[64]</c> for rows of 64 features.</param>
    /// <param name="epsilon">ε, 0 or more: keeps the division finite.</param>
    /// <param name="elementwiseAffine">Whether there are parameters at all.</param>
    /// <param name="hasBias">Whether there is a <c>bias</c> beside the <c>weight</c>.</param>
    /// <param name="device">Where the parameters are; <see cref="Device.Default"/> if left out.</param>
    /// <param name="dtype">Their type: <see cref="DType.Float32"/> or <see cref="DType.Float64"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or ε is negative.</exception>
    public LayerNorm(
        Shape normalizedShape,
        double epsilon = 1e-5,
        bool elementwiseAffine = true,
        bool hasBias = true,
        Device? device = null,
        DType dtype = DType.Float32)
    {
        Require.AtLeast(nameof(LayerNorm), 1, normalizedShape.Count, nameof(normalizedShape));
        _normalizedShape = normalizedShape;
        _epsilon = Require.NotNegative(nameof(LayerNorm), epsilon, nameof(epsilon));
        if (!elementwiseAffine)
            return;
        Weight = AddParameter("weight", Tensor.Ones(normalizedShape, dtype, device));
        if (hasBias)
            Bias = AddParameter("bias", Tensor.Zeros(normalizedShape, dtype, device));
    }

    /// <summary>The scale, of the normalized shape, or null.</summary>
    public Tensor? Weight { get; }

    /// <summary>The shift, of the normalized shape, or null.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    public override long CountOperations(Shape input, Shape output) => (Weight is null ? 6L : Bias is null ? 7L : 8L) * output.Count;

    /// <inheritdoc/>
    /// <exception cref="ShapeMismatchException">The input does not end in the normalized shape.</exception>
    protected override Tensor Compute(Tensor input) => Functional.LayerNorm(input, _normalizedShape, Weight, Bias, _epsilon);

    Tensor ITakesActivation.Forward<TOp>(Tensor input, TOp activation, bool feedsProducts) =>
        Functional.LayerNorm(input, _normalizedShape, Weight, Bias, activation, _epsilon);
}
