namespace GpuNet.Models;

/// <summary>
/// Rises (or falls) in equal steps from one part of the initial rate to another. As torch's LinearLR.
/// </summary>
/// <remarks>P. Goyal et al., "Accurate, large minibatch SGD" (2017).</remarks>
[CatalogueEntry("warm_up", "initial * (start + (end - start) min(t, n) / n)", "Goyal et al. 2017; torch LinearLR")]
public sealed class WarmUpSchedule : Schedule
{
    private readonly int _steps;
    private readonly double _start;
    private readonly double _end;

    /// <summary>Creates the schedule.</summary>
    /// <param name="steps">How many steps it takes, 1 or more.</param>
    /// <param name="start">The part at first, 0 or more.</param>
    /// <param name="end">The part in the end, 0 or more.</param>
    public WarmUpSchedule(int steps = 5, double start = 1.0 / 3, double end = 1)
    {
        _steps = Require.AtLeast(nameof(WarmUpSchedule), 1, steps, nameof(steps));
        _start = Require.NotNegative(nameof(WarmUpSchedule), start, nameof(start));
        _end = Require.NotNegative(nameof(WarmUpSchedule), end, nameof(end));
    }

    /// <inheritdoc/>
    public override double Rate(int step, double initial) =>
        initial * (_start + (_end - _start) * Math.Min(step, _steps) / _steps);
}
