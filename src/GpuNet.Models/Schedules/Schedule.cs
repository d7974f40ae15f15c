namespace GpuNet.Models;

/// <summary>
/// How a learning rate changes over training, and with some schedules the momentum: functions of the step (or epoch, as one likes to
/// count) and of the rate a group began with, without state. <see cref="LearningRateScheduler"/> applies them.
/// </summary>
public abstract class Schedule
{
    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">The number of the step, 0 first.</param>
    /// <param name="initial">The learning rate that the group was given.</param>
    public abstract double Rate(int step, double initial);

    /// <summary>Whether it changes the momentum, too: the optimizer needs one then.</summary>
    public virtual bool CyclesMomentum => false;

    /// <summary>The momentum of a step; of the Adam family beta1.</summary>
    /// <param name="step">The number of the step, 0 first.</param>
    /// <param name="current">The group's momentum, which stays unless the schedule cycles it.</param>
    public virtual double Momentum(int step, double current) => current;
}
