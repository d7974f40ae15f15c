using GpuNet.Kernels;
using GpuNet.Models.Persistence;

namespace GpuNet.Models;

/// <summary>
/// Updates parameters from their gradients. It moves the parameters of each group into one piece of memory, so that an update
/// is a few launches whatever their number.
/// </summary>
/// <example><code>
/// var optimizer = new AdamW(weights, learningRate: 1e-3) { GradientTransforms = [new ClipByGlobalNorm(1)] };
/// optimizer.AddGroup(biases, weightDecay: 0);
/// </code></example>
public abstract class Optimizer
{
    private readonly List<ParameterGroup> _groups = [];
    private readonly UpdaterFactory _createUpdater;
    private readonly double _learningRate;
    private readonly double _weightDecay;

    /// <summary>Takes over parameters.</summary>
    /// <param name="parameters">The tensors to be trained: <see cref="Module.Parameters"/>.</param>
    /// <param name="learningRate">The step size.</param>
    /// <param name="weightDecay">The weight decay.</param>
    /// <param name="createUpdater">Makes what moves a group's parameters.</param>
    /// <exception cref="ArgumentException">There are no parameters, or one is no leaf that requires a gradient.</exception>
    private protected Optimizer(IEnumerable<Tensor> parameters, double learningRate, double weightDecay, UpdaterFactory createUpdater)
    {
        _createUpdater = createUpdater;
        _learningRate = Require.Positive(nameof(Optimizer), learningRate, nameof(learningRate));
        _weightDecay = Require.NotNegative(nameof(Optimizer), weightDecay, nameof(weightDecay));
        AddGroup(parameters);
    }

    /// <summary>Makes what moves the parameters of a group.</summary>
    private protected delegate ParameterUpdater UpdaterFactory(ParameterArena arena, double learningRate, double weightDecay);

    /// <summary>The parameters, in groups with a learning rate and a weight decay each. The first is the constructor's.</summary>
    public IReadOnlyList<ParameterGroup> Groups => _groups;

    /// <summary>The step size of the first group; setting it sets that of every group.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double LearningRate
    {
        get => _groups[0].LearningRate;
        set
        {
            Require.NotNegative(nameof(Optimizer), value, nameof(value));
            foreach (var group in _groups)
                group.LearningRate = value;
        }
    }

    /// <summary>What is done to the gradients at the beginning of each step, in this order.</summary>
    public IReadOnlyList<GradientTransform> GradientTransforms { get; set; } = [];

    /// <summary>What a checkpoint holds of the optimizer.</summary>
    internal virtual IEnumerable<StateEntry> State =>
    [
        .. _groups.SelectMany((group, i) => group.State.Select(entry => entry.In($"groups.{i}"))),
        .. GradientTransforms.SelectMany(
            (transform, i) => transform.StateFor(this).Select(entry => entry.In($"gradient_transforms.{i}"))),
    ];

    /// <summary>The groups' rules with their hyperparameters, as text.</summary>
    internal string Rules => string.Join("; ", _groups.Select(group => group.Updater.Rule));

    /// <summary>Takes over further parameters, as a group of their own.</summary>
    /// <param name="parameters">The tensors to be trained; none may be in another group.</param>
    /// <param name="learningRate">Their step size; that of the constructor if left out.</param>
    /// <param name="weightDecay">Their weight decay; that of the constructor if left out.</param>
    /// <exception cref="ArgumentException">There are no parameters, or one cannot be trained, or is in a group already.</exception>
    public ParameterGroup AddGroup(IEnumerable<Tensor> parameters, double? learningRate = null, double? weightDecay = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Tensor[] tensors = [.. parameters];
        if (tensors.Intersect(_groups.SelectMany(group => group.Parameters)).FirstOrDefault() is { } known)
            throw new ArgumentException($"The parameter of shape {known.Shape} is in another group already.", nameof(parameters));
        double rate = Require.Positive(nameof(Optimizer), learningRate ?? _learningRate, nameof(learningRate));
        double decay = Require.NotNegative(nameof(Optimizer), weightDecay ?? _weightDecay, nameof(weightDecay));
        var arena = new ParameterArena(tensors);
        var group = new ParameterGroup(arena, _createUpdater(arena, rate, decay), decay);
        _groups.Add(group);
        return group;
    }

    /// <summary>Sets all gradients to 0.</summary>
    public void ZeroGrad()
    {
        foreach (var group in _groups)
            group.Arena.ZeroGrad();
    }

    /// <summary>Transforms the gradients, updates the parameters, and puts them back where constraints want them.</summary>
    public void Step() => Move(null);

    /// <summary>
    /// The same with gradients of a scaled loss: they are divided by the scale first, and where one is infinite or NaN, parameters and
    /// the optimizer's state stay as they are. The scale adapts.
    /// </summary>
    /// <param name="scale">What has computed the gradients: <see cref="LossScale.Backward"/>.</param>
    public void Step(LossScale scale)
    {
        ArgumentNullException.ThrowIfNull(scale);
        foreach (var group in _groups)
            scale.Unscale(group.Arena);
        Move(scale);
        scale.Update();
    }

    /// <summary>
    /// Puts the parameters where gradients are to be taken, after <see cref="Evaluate"/>. Most optimizers have nothing to do.
    /// </summary>
    public virtual void Train()
    {
    }

    /// <summary>
    /// Puts the parameters where the model is to be used or saved: optimizers that train at another point than the one they
    /// find need it. Call <see cref="Train"/> before the next step.
    /// </summary>
    public virtual void Evaluate()
    {
    }

    private void Move(LossScale? scale)
    {
        foreach (var transform in GradientTransforms)
            transform.Apply(this);
        foreach (var group in _groups)
        {
            group.Updater.Step(scale);
            foreach (var constraint in group.Constraints)
                constraint.Apply(group);
        }
    }

    /// <summary>Makes updaters of a rule that knows one parameter at a time; the momentum is the rule's, before it was rounded.</summary>
    private protected static UpdaterFactory By<TUpdate>(Func<float, TUpdate> updateWithDecay, double? momentum = null)
        where TUpdate : unmanaged, IOptimizerUpdate<TUpdate> =>
        (arena, learningRate, weightDecay) =>
            new ParameterUpdater<TUpdate>(arena, updateWithDecay((float)weightDecay), learningRate) { Momentum = momentum };

    /// <summary>The same for a rule of Adam's family: running means of the gradient and of its square.</summary>
    private protected static UpdaterFactory ByMoments<TUpdate>(
        double beta1, double beta2, double epsilon, Func<float, TUpdate> updateWithDecay)
        where TUpdate : unmanaged, IOptimizerUpdate<TUpdate>
    {
        Require.Share(nameof(Optimizer), beta1, nameof(beta1));
        Require.Share(nameof(Optimizer), beta2, nameof(beta2));
        Require.Positive(nameof(Optimizer), epsilon, nameof(epsilon));
        return By(updateWithDecay, momentum: beta1);
    }
}
