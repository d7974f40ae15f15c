namespace GpuNet.Models;

/// <summary>In training adds normal noise of mean 0; in use does nothing. As keras.layers.GaussianNoise.</summary>
/// <remarks>C. Bishop, "Training with noise is equivalent to Tikhonov regularization" (1995).</remarks>
[CatalogueEntry("gaussian_noise", "y = x + normal(0, deviation^2)", "Bishop 1995; keras.layers.GaussianNoise")]
public sealed class GaussianNoise : Module
{
    private readonly Generator _generator;

    /// <summary>Creates the layer.</summary>
    /// <param name="deviation">The standard deviation of the noise, 0 or more.</param>
    /// <param name="generator">Draws the noise; give each model one of its own.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is out of its range.</exception>
    public GaussianNoise(double deviation, Generator generator)
    {
        Deviation = Require.NotNegative(nameof(GaussianNoise), deviation, nameof(deviation));
        _generator = AddGenerator(generator);
    }

    /// <summary>The standard deviation of the noise, 0 or more.</summary>
    public double Deviation { get; }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input) =>
        IsTraining && Deviation > 0 ? Functional.GaussianNoise(input, Deviation, _generator) : input;
}
