namespace GpuNet.Models;

/// <summary>
/// Divides the last dimensions of each entry by the root of their mean square: x / √(mean of x² + ε) · weight; the same in
/// training and in use. Parameter: <c>weight</c>, of the normalized shape.
/// </summary>
/// <remarks>B. Zhang, R. Sennrich, "Root mean square layer normalization" (2019); conventions of torch.nn.RMSNorm.</remarks>
[CatalogueEntry("rms_norm", "y = x / sqrt(mean of x^2 + eps) w, per row", "Zhang and Sennrich 2019; torch.nn.RMSNorm")]
public sealed class RmsNorm : Module, ITakesActivation
{
    private readonly Shape _normalizedShape;
    private readonly double? _epsilon;

    /// <summary>Creates the layer.</summary>
    /// <param name="normalizedShape">The last dimensions of the input: <c>[64]</c> for rows of 64 features.</param>
    /// <param name="epsilon">ε, 0 or more: keeps the division finite; the precision of the input's type if left out, as in torch.</param>
    /// <param name="elementwiseAffine">Whether there is a parameter at all.</param>
    /// <param name="device">Where the parameter is; <see cref="Device.Default"/> if left out.</param>
    /// <param name="dtype">Its type: <see cref="DType.Float32"/> or <see cref="DType.Float64"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or ε is negative.</exception>
    public RmsNorm(
        Shape normalizedShape,
        double? epsilon = null,
        bool elementwiseAffine = true,
        Device? device = null,
        DType dtype = DType.Float32)
    {
        Require.AtLeast(nameof(RmsNorm), 1, normalizedShape.Count, nameof(normalizedShape));
        _normalizedShape = normalizedShape;
        _epsilon = epsilon is { } value ? Require.NotNegative(nameof(RmsNorm), value, nameof(epsilon)) : null;
        if (elementwiseAffine)
            Weight = AddParameter("weight", Tensor.Ones(normalizedShape, dtype, device));
    }

    /// <summary>The scale, of the normalized shape, or null.</summary>
    public Tensor? Weight { get; }

    /// <inheritdoc/>
    public override long CountOperations(Shape input, Shape output) => (Weight is null ? 3L : 4L) * output.Count;

    /// <inheritdoc/>
    /// <exception cref="ShapeMismatchException">The input does not end in the normalized shape.</exception>
    protected override Tensor Compute(Tensor input) => Functional.RmsNorm(input, _normalizedShape, Weight, _epsilon);

    Tensor ITakesActivation.Forward<TOp>(Tensor input, TOp activation, bool feedsProducts) =>
        Functional.RmsNorm(input, _normalizedShape, Weight, activation, _epsilon);
}
