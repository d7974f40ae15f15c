namespace GpuNet.Models;

/// <summary>
/// Falls by a factor every so many steps. As torch's StepLR.
/// </summary>
[CatalogueEntry("step", "initial * gamma^floor(t / size)", "torch StepLR")]
public sealed class StepSchedule : Schedule
{
    private readonly int _size;
    private readonly double _gamma;

    /// <summary>Creates the schedule.</summary>
    /// <param name="size">The number of steps between, 1 or more.</param>
    /// <param name="gamma">The factor, above 0.</param>
    public StepSchedule(int size, double gamma = 0.1)
    {
        _size = Require.AtLeast(nameof(StepSchedule), 1, size, nameof(size));
        _gamma = Require.Positive(nameof(StepSchedule), gamma, nameof(gamma));
    }

    /// <inheritdoc/>
    public override double Rate(int step, double initial) => initial * Math.Pow(_gamma, step / _size);
}
