namespace GpuNet.Models;

/// <summary>
/// Falls along half a cosine wave and starts again, each time over a longer cycle. As torch's CosineAnnealingWarmRestarts.
/// </summary>
/// <remarks>I. Loshchilov, F. Hutter, "SGDR: stochastic gradient descent with warm restarts" (2017).</remarks>
[CatalogueEntry("cosine_restarts", "lowest + (initial - lowest) (1 + cos(pi t / n)) / 2, t and n of the cycle", "Loshchilov and Hutter 2017; torch CosineAnnealingWarmRestarts")]
public sealed class CosineRestartsSchedule : Schedule
{
    private readonly int _firstCycle;
    private readonly int _growth;
    private readonly double _lowest;

    /// <summary>Creates the schedule.</summary>
    /// <param name="firstCycle">The length of the first cycle, 1 or more.</param>
    /// <param name="growth">Factor of each cycle's length to the last one's, 1 or more.</param>
    /// <param name="lowest">The lowest rate, 0 or more.</param>
    public CosineRestartsSchedule(int firstCycle, int growth = 1, double lowest = 0)
    {
        _firstCycle = Require.AtLeast(nameof(CosineRestartsSchedule), 1, firstCycle, nameof(firstCycle));
        _growth = Require.AtLeast(nameof(CosineRestartsSchedule), 1, growth, nameof(growth));
        _lowest = Require.NotNegative(nameof(CosineRestartsSchedule), lowest, nameof(lowest));
    }

    /// <inheritdoc/>
    public override double Rate(int step, double initial)
    {
        long cycle = _firstCycle;
        while (step >= cycle)
        {
            step -= (int)cycle;
            cycle *= _growth;
        }

        return _lowest + (initial - _lowest) * (1 + Math.Cos(Math.PI * step / cycle)) / 2;
    }
}
