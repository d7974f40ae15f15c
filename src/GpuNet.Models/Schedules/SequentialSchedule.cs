namespace GpuNet.Models;

/// <summary>One schedule after the other, each beginning anew with the initial rate. As torch's SequentialLR.</summary>
[CatalogueEntry("sequential", "the rate of the schedule whose turn it is, at t - its milestone", "torch SequentialLR")]
public sealed class SequentialSchedule : Schedule
{
    private readonly Schedule[] _schedules;
    private readonly int[] _milestones;

    /// <summary>Creates the schedule.</summary>
    /// <param name="schedules">The schedules, one at least.</param>
    /// <param name="milestones">The steps at which the second and later ones begin, rising.</param>
    /// <exception cref="ArgumentException">There is not one milestone between each two schedules, or they do not rise.</exception>
    public SequentialSchedule(IEnumerable<Schedule> schedules, IEnumerable<int> milestones)
    {
        ArgumentNullException.ThrowIfNull(schedules);
        ArgumentNullException.ThrowIfNull(milestones);
        _schedules = [.. schedules];
        _milestones = [0, .. milestones];
        if (_milestones.Length != _schedules.Length)
        {
            throw new ArgumentException(
                $"{_schedules.Length} schedules need {_schedules.Length - 1} milestones, not {_milestones.Length - 1}.", nameof(milestones));
        }

        if (!_milestones.Zip(_milestones.Skip(1)).All(pair => pair.First < pair.Second))
            throw new ArgumentException("Milestones must be above 0 and rise.", nameof(milestones));
    }

    /// <inheritdoc/>
    public override bool CyclesMomentum => _schedules.Any(schedule => schedule.CyclesMomentum);

    /// <inheritdoc/>
    public override double Rate(int step, double initial)
    {
        int turn = TurnAt(step);
        return _schedules[turn].Rate(step - _milestones[turn], initial);
    }

    /// <inheritdoc/>
    public override double Momentum(int step, double current)
    {
        int turn = TurnAt(step);
        return _schedules[turn].Momentum(step - _milestones[turn], current);
    }

    private int TurnAt(int step) => Array.FindLastIndex(_milestones, milestone => milestone <= step);
}
