namespace GpuNet.Models;

/// <summary>
/// Passes its input on and, in training, penalizes it: l1 Σ|x| + l2/2 Σx², a mean over rows, added to the loss by <see cref="Trainer"/>, or in a
/// loop of one's own through <see cref="Module.ActivityPenalties"/>. For sparse activations. As keras.layers.ActivityRegularization, with
/// l2/2 where Keras has l2.
/// </summary>
[CatalogueEntry("activity_regularization", "y = x; loss += (l1 sum of |x| + l2 / 2 sum of x^2) / rows", "keras.layers.ActivityRegularization")]
public sealed class ActivityRegularization : Module
{
    private readonly float _l1;
    private readonly float _l2;

    /// <summary>Creates the layer.</summary>
    /// <param name="l1">The factor of Σ|x|, 0 or more.</param>
    /// <param name="l2">The factor of Σx²/2, 0 or more.</param>
    public ActivityRegularization(double l1 = 0, double l2 = 0)
    {
        _l1 = (float)Require.NotNegative(nameof(ActivityRegularization), l1, nameof(l1));
        _l2 = (float)Require.NotNegative(nameof(ActivityRegularization), l2, nameof(l2));
    }

    /// <summary>The penalty on the last input in training, a scalar on the tape; null before, and in use.</summary>
    public Tensor? Penalty { get; private set; }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        Penalty = IsTraining
            ? Functional.Penalty(input, new Kernels.ElasticNetPenalty(_l1, _l2)) / Math.Max(1, input.Shape[0])
            : null;
        return input;
    }
}
