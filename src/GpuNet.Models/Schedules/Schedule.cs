namespace GpuNet.Models;

/// <summary>
/// How a learning rate changes over training: a function of the step (or epoch, as one likes to count) and of the rate a group
/// began with, without state. <see cref="LearningRateScheduler"/> applies it.
/// </summary>
public abstract class Schedule
{
    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">The number of the step, 0 first.</param>
    /// <param name="initial">The learning rate that the group was given.</param>
    public abstract double Rate(int step, double initial);
}
