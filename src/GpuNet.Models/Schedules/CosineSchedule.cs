namespace GpuNet.Models;

/// <summary>
/// Falls along half a cosine wave; goes up again beyond it. As torch's CosineAnnealingLR.
/// </summary>
/// <remarks>I. Loshchilov, F. Hutter, "SGDR: stochastic gradient descent with warm restarts" (2017), without restarts.</remarks>
[CatalogueEntry("cosine", "lowest + (initial - lowest) (1 + cos(pi t / n)) / 2", "Loshchilov and Hutter 2017; torch CosineAnnealingLR")]
public sealed class CosineSchedule : Schedule
{
    private readonly int _steps;
    private readonly double _lowest;

    /// <summary>Creates the schedule.</summary>
    /// <param name="steps">When it reaches the lowest rate, 1 or more.</param>
    /// <param name="lowest">The lowest rate, 0 or more.</param>
    public CosineSchedule(int steps, double lowest = 0)
    {
        _steps = Require.AtLeast(nameof(CosineSchedule), 1, steps, nameof(steps));
        _lowest = Require.NotNegative(nameof(CosineSchedule), lowest, nameof(lowest));
    }

    /// <inheritdoc/>
    public override double Rate(int step, double initial) =>
        _lowest + (initial - _lowest) * (1 + Math.Cos(Math.PI * step / _steps)) / 2;
}
