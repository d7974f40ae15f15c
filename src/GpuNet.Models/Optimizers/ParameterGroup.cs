namespace GpuNet.Models;

/// <summary>Parameters that an optimizer treats alike, in one piece of memory: an update of all of them is one launch.</summary>
public sealed class ParameterGroup
{
    internal ParameterGroup(ParameterArena arena, ParameterUpdater updater, double weightDecay)
    {
        Arena = arena;
        Updater = updater;
        InitialLearningRate = updater.LearningRate;
        WeightDecay = weightDecay;
    }

    /// <summary>The parameters.</summary>
    public IReadOnlyList<Tensor> Parameters => Arena.Parameters;

    /// <summary>The learning rate the group began with, which schedules start from.</summary>
    public double InitialLearningRate { get; }

    /// <summary>The step size; may be changed between steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double LearningRate
    {
        get => Updater.LearningRate;
        set => Updater.LearningRate = Require.NotNegative(value, nameof(LearningRate));
    }

    /// <summary>The group's weight decay, in the optimizer's sense: coupled (an L2 penalty) or decoupled.</summary>
    public double WeightDecay { get; }

    /// <summary>Where weights may be, restored after each update.</summary>
    public IReadOnlyList<WeightConstraint> Constraints { get; set; } = [];

    /// <summary>Parameters and gradients.</summary>
    internal ParameterArena Arena { get; }

    /// <summary>Moves them.</summary>
    internal ParameterUpdater Updater { get; }
}
