namespace GpuNet.Models;

/// <summary>
/// Falls by a factor every step. As torch's ExponentialLR.
/// </summary>
[CatalogueEntry("exponential", "initial * gamma^t", "torch ExponentialLR")]
public sealed class ExponentialSchedule : Schedule
{
    private readonly double _gamma;

    /// <summary>Creates the schedule.</summary>
    /// <param name="gamma">The factor, above 0.</param>
    public ExponentialSchedule(double gamma)
    {
        _gamma = Require.Positive(nameof(ExponentialSchedule), gamma, nameof(gamma));
    }

    /// <inheritdoc/>
    public override double Rate(int step, double initial) => initial * Math.Pow(_gamma, step);
}
