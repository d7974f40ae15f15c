using GpuNet.Models.Persistence;

namespace GpuNet.Models;

/// <summary>Parameters that an optimizer treats alike, in one piece of memory: an update of all of them is one launch.</summary>
public sealed class ParameterGroup
{
    private readonly double? _initialMomentum;

    internal ParameterGroup(ParameterArena arena, ParameterUpdater updater, double weightDecay)
    {
        Arena = arena;
        Updater = updater;
        InitialLearningRate = updater.LearningRate;
        WeightDecay = weightDecay;
        _initialMomentum = updater.Momentum;
    }

    /// <summary>The parameters.</summary>
    public IReadOnlyList<Tensor> Parameters => Arena.Parameters;

    /// <summary>The learning rate the group began with, which schedules start from.</summary>
    public double InitialLearningRate { get; private set; }

    /// <summary>The step size; may be changed between steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double LearningRate
    {
        get => Updater.LearningRate;
        set => Updater.LearningRate = Require.NotNegative(nameof(ParameterGroup), value, nameof(LearningRate));
    }

    /// <summary>
    /// The momentum, of the Adam family beta1; may be changed between steps, as schedules that cycle it do. Null for optimizers that
    /// were made without one (<see cref="Sgd"/> and <see cref="RmsProp"/> with a momentum of 0, too).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 or more and below 1.</exception>
    /// <exception cref="InvalidOperationException">The optimizer was made without momentum.</exception>
    public double? Momentum
    {
        get => Updater.Momentum;
        set => Updater.Momentum = value is { } momentum ? Require.Share(nameof(ParameterGroup), momentum, nameof(Momentum)) : value;
    }

    /// <summary>The group's weight decay, in the optimizer's sense: coupled (an L2 penalty) or decoupled.</summary>
    public double WeightDecay { get; }

    /// <summary>Where weights may be, restored after each update.</summary>
    public IReadOnlyList<WeightConstraint> Constraints { get; set; } = [];

    /// <summary>
    /// What a checkpoint holds of the group: the rule's states, where it is, its learning rates and its momentum. Files of when
    /// the momentum could not change lack it: it was the rule's, which has to be the same.
    /// </summary>
    internal IEnumerable<StateEntry> State =>
    [
        .. Updater.States.Select((state, i) => StateEntry.Of($"state.{i}", state)),
        StateEntry.Of("step", () => Updater.StepCount, value => Updater.Restore(checked((int)value), Updater.Carried)),
        StateEntry.Of("carried", () => Updater.Carried, value => Updater.Restore(Updater.StepCount, value)),
        StateEntry.Of("learning_rate", () => LearningRate, value => LearningRate = value),
        StateEntry.Of("initial_learning_rate", () => InitialLearningRate, value => InitialLearningRate = value),
        .. _initialMomentum is { } initial
            ? [StateEntry.Of("momentum", () => Momentum!.Value, value => Momentum = value) with { Missing = () => Momentum = initial }]
            : Array.Empty<StateEntry>(),
    ];

    /// <summary>Parameters and gradients.</summary>
    internal ParameterArena Arena { get; }

    /// <summary>Moves them.</summary>
    internal ParameterUpdater Updater { get; }
}
