namespace GpuNet.Models;

/// <summary>
/// Rises to the initial rate in equal steps, then falls with the root of the step.
/// </summary>
/// <remarks>A. Vaswani et al., "Attention is all you need" (2017), equation 3, scaled so that its largest value is the initial rate.</remarks>
[CatalogueEntry("inverse_square_root", "initial * min((t + 1) / n, sqrt(n / (t + 1)))", "Vaswani et al. 2017, equation 3")]
public sealed class InverseSquareRootSchedule : Schedule
{
    private readonly int _warmUp;

    /// <summary>Creates the schedule.</summary>
    /// <param name="warmUp">When it is largest, 1 or more.</param>
    public InverseSquareRootSchedule(int warmUp)
    {
        _warmUp = Require.AtLeast(nameof(InverseSquareRootSchedule), 1, warmUp, nameof(warmUp));
    }

    /// <inheritdoc/>
    public override double Rate(int step, double initial) =>
        initial * Math.Min((step + 1.0) / _warmUp, Math.Sqrt(_warmUp / (step + 1.0)));
}
