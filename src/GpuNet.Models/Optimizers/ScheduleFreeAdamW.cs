using GpuNet.Kernels;
using GpuNet.Models.Persistence;

namespace GpuNet.Models;

/// <summary>
/// AdamW that needs no schedule: it uses the average of all points on its way, and takes gradients between that average and the
/// last point. Training leaves the parameters where gradients are taken; <see cref="Evaluate"/> moves them to the average.
/// </summary>
/// <remarks>A. Defazio et al., "The road less scheduled" (2024), algorithm 1.</remarks>
[CatalogueEntry(typeof(ScheduleFreeAdamWUpdate))]
public sealed class ScheduleFreeAdamW : Optimizer
{
    private readonly double _beta1;
    private bool _isAtAverage;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The tensors to be trained.</param>
    /// <param name="learningRate">The step size, above 0.</param>
    /// <param name="beta1">How far towards the average gradients are taken; above 0 and below 1.</param>
    /// <param name="beta2">The share of the mean of squared gradients that is kept, 0 or more and below 1.</param>
    /// <param name="epsilon">Keeps the division finite; above 0.</param>
    /// <param name="weightDecay">Share of the parameter taken off per unit of learning rate, apart from the gradient. 0 or more.</param>
    /// <param name="warmUp">The number of steps over which the learning rate rises; 0 or more.</param>
    public ScheduleFreeAdamW(
        IEnumerable<Tensor> parameters,
        double learningRate = 0.0025,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 0,
        int warmUp = 0)
        : base(
            parameters,
            learningRate,
            weightDecay,
            Rule(beta1, beta2, epsilon, warmUp))
    {
        _beta1 = beta1;
    }

    internal override IEnumerable<StateEntry> State => base.State.Append(
        StateEntry.Of("is_at_average", () => _isAtAverage ? 1 : 0, value => _isAtAverage = value != 0));

    /// <inheritdoc/>
    public override void Train()
    {
        if (_isAtAverage)
            MoveTowardsNewest(1 - _beta1);
        _isAtAverage = false;
    }

    /// <inheritdoc/>
    public override void Evaluate()
    {
        if (!_isAtAverage)
            MoveTowardsNewest(1 - 1 / _beta1);
        _isAtAverage = true;
    }

    /// <summary>y = x + (1 - beta1) (z - x), and back: x = y + (1 - 1 / beta1) (z - y).</summary>
    private void MoveTowardsNewest(double factor)
    {
        foreach (var group in Groups)
        {
            if (group.Updater.StepCount > 0)
                group.Arena.MoveTowards(group.Updater.States[0], factor);
        }
    }

    private static UpdaterFactory Rule(double beta1, double beta2, double epsilon, int warmUp)
    {
        if (beta1 is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(beta1), beta1, "Must be above 0 and below 1.");
        Require.Share(nameof(ScheduleFreeAdamW), beta2, nameof(beta2));
        Require.Positive(nameof(ScheduleFreeAdamW), epsilon, nameof(epsilon));
        Require.AtLeast(nameof(ScheduleFreeAdamW), 0, warmUp, nameof(warmUp));
        return By(decay => new ScheduleFreeAdamWUpdate(beta1, beta2, (float)epsilon, decay, warmUp));
    }
}
