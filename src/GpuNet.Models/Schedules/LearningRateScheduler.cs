namespace GpuNet.Models;

/// <summary>
/// Gives an optimizer's groups their learning rates, and momenta where it cycles them, by a schedule, each starting from its own. Call <see cref="Step"/> after each
/// update, or after each epoch, as the schedule counts.
/// </summary>
public sealed class LearningRateScheduler
{
    private readonly Optimizer _optimizer;
    private readonly Schedule _schedule;

    /// <summary>Sets the rates of the first step.</summary>
    /// <param name="optimizer">Whose learning rates.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="stepCount">Where to go on; 0 for the beginning.</param>
    /// <exception cref="ArgumentException">The schedule cycles momentum, and the optimizer has none.</exception>
    public LearningRateScheduler(Optimizer optimizer, Schedule schedule, int stepCount = 0)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(schedule);
        if (schedule.CyclesMomentum && optimizer.Groups.Any(group => group.Momentum is null))
        {
            throw new ArgumentException(
                $"{schedule.GetType().Name} cycles momentum, and {optimizer.GetType().Name} has none: "
                + "give the optimizer a momentum above 0, which the schedule replaces, or the schedule cycleMomentum: false.", nameof(schedule));
        }

        _optimizer = optimizer;
        _schedule = schedule;
        StepCount = Require.AtLeast(nameof(LearningRateScheduler), 0, stepCount, nameof(stepCount));
        SetRates();
    }

    /// <summary>How many steps were taken.</summary>
    public int StepCount { get; private set; }

    /// <summary>Sets the rates of the next step.</summary>
    public void Step()
    {
        StepCount++;
        SetRates();
    }

    private void SetRates()
    {
        foreach (var group in _optimizer.Groups)
        {
            group.LearningRate = _schedule.Rate(StepCount, group.InitialLearningRate);
            if (_schedule.CyclesMomentum)
                group.Momentum = _schedule.Momentum(StepCount, group.Momentum!.Value);
        }
    }
}
