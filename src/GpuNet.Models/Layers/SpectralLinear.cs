namespace GpuNet.Models;

/// <summary>
/// y = x (W / σ)ᵀ + b, σ being the largest singular value of W: a layer that lengthens no vector. σ is followed by power iteration,
/// one in each forward pass in training; as torch.nn.utils.spectral_norm(nn.Linear(...)), with its names: <c>weight_orig</c>,
/// <c>bias</c>, <c>weight_u</c> [outputs] and <c>weight_v</c> [inputs].
/// </summary>
/// <remarks>T. Miyato et al., "Spectral normalization for generative adversarial networks" (2018).</remarks>
[CatalogueEntry("spectral_linear", "y = x (W / sigma)^T + b, sigma the largest singular value of W", "Miyato et al. 2018; torch.nn.utils.spectral_norm")]
public sealed class SpectralLinear : Module
{
    /// <summary>Keeps the division finite; torch's default.</summary>
    private const float Epsilon = 1e-12f;

    private readonly int _iterations;
    private readonly Tensor _u;
    private readonly Tensor _v;

    /// <summary>Creates a layer.</summary>
    /// <param name="inputs">The number of features of a row.</param>
    /// <param name="outputs">The number of values put out for a row.</param>
    /// <param name="generator">Draws the initial values.</param>
    /// <param name="hasBias">Whether b is there.</param>
    /// <param name="weightInitializer">The distribution of W; torch's default if left out.</param>
    /// <param name="iterations">Power iterations in a forward pass, 1 or more.</param>
    /// <param name="device">Where the parameters are; <see cref="Device.Default"/> if left out.</param>
    /// <param name="dtype">Their type: <see cref="DType.Float32"/> or <see cref="DType.Float64"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public SpectralLinear(
        int inputs,
        int outputs,
        Generator generator,
        bool hasBias = true,
        Initializer? weightInitializer = null,
        int iterations = 1,
        Device? device = null,
        DType dtype = DType.Float32)
    {
        Require.AtLeast(nameof(SpectralLinear), 1, inputs, nameof(inputs));
        Require.AtLeast(nameof(SpectralLinear), 1, outputs, nameof(outputs));
        ArgumentNullException.ThrowIfNull(generator);
        _iterations = Require.AtLeast(nameof(SpectralLinear), 1, iterations, nameof(iterations));
        device ??= Device.Default;
        Weight = AddParameter(
            "weight_orig",
            (weightInitializer ?? Initializer.TorchLinear).Create([outputs, inputs], inputs, outputs, generator, device).To(dtype));
        if (hasBias)
            Bias = AddParameter("bias", Initializer.TorchLinear.Create([outputs], inputs, outputs, generator, device).To(dtype));
        _u = AddBuffer("weight_u", Normalized(generator.Normal([outputs], device: device).To(dtype)));
        _v = AddBuffer("weight_v", Normalized(generator.Normal([inputs], device: device).To(dtype)));
    }

    /// <summary>W [outputs, inputs], before the division.</summary>
    public Tensor Weight { get; }

    /// <summary>b [outputs], or null.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    public override long CountOperations(Shape input, Shape output) => 2L * Weight.Count * (output.Count / Weight.Shape[0]) + (Bias is null ? 0 : output.Count) + 3L * Weight.Count;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (IsTraining && !Checkpoint.IsRecomputing)
            Iterate();
        // Copies: a later pass moves u and v before this one has gone backwards.
        var (u, v) = (_u.Reshape(1, -1).Clone(), _v.Reshape(-1, 1).Clone());
        var largest = u.MatMul(Weight.MatMul(v));
        var weight = Weight / largest;
        return Bias is null ? input.MatMul(weight, transposeOther: true) : Functional.Linear(input, weight, Bias);
    }

    private void Iterate()
    {
        using var noGrad = Tape.NoGrad();
        for (int i = 0; i < _iterations; i++)
        {
            _v.CopyFrom(Normalized(Weight.MatMul(_u.Reshape(-1, 1), transposeThis: true).Reshape(-1)));
            _u.CopyFrom(Normalized(Weight.MatMul(_v.Reshape(-1, 1)).Reshape(-1)));
        }
    }

    private static Tensor Normalized(Tensor x) => x / x.Square().Sum().Sqrt().Clamp(Epsilon, float.PositiveInfinity);
}
