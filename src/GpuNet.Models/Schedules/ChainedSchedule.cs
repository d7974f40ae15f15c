namespace GpuNet.Models;

/// <summary>
/// Several schedules at once: the product of the parts of the initial rate that each leaves. As torch's ChainedScheduler, for
/// schedules whose lowest rate is 0. The last one that cycles momentum decides it.
/// </summary>
[CatalogueEntry("chained", "initial * (rate of a / initial) * (rate of b / initial) * ...", "torch ChainedScheduler")]
public sealed class ChainedSchedule : Schedule
{
    private readonly Schedule[] _schedules;

    /// <summary>Creates the schedule.</summary>
    /// <param name="schedules">The schedules, one at least.</param>
    /// <exception cref="ArgumentException">There is no schedule.</exception>
    public ChainedSchedule(params IEnumerable<Schedule> schedules)
    {
        ArgumentNullException.ThrowIfNull(schedules);
        _schedules = [.. schedules];
        if (_schedules.Length == 0)
            throw new ArgumentException("At least one schedule is needed.", nameof(schedules));
    }

    /// <inheritdoc/>
    public override bool CyclesMomentum => _schedules.Any(schedule => schedule.CyclesMomentum);

    /// <inheritdoc/>
    public override double Rate(int step, double initial) =>
        _schedules.Aggregate(initial, (rate, schedule) => rate * (schedule.Rate(step, initial) / initial));

    /// <inheritdoc/>
    public override double Momentum(int step, double current) =>
        _schedules.Aggregate(current, (momentum, schedule) => schedule.Momentum(step, momentum));
}
