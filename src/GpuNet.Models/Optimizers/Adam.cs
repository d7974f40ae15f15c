using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>
/// Adam: steps along a running mean of the gradient, divided by the root of a running mean of its square, both
/// corrected for their start at 0. As torch.optim.Adam.
/// </summary>
/// <remarks>D. Kingma, J. Ba, "Adam: a method for stochastic optimization" (2015).</remarks>
public sealed class Adam : Optimizer
{
    private readonly ParameterUpdater<AdamUpdate> _updater;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The tensors to be trained.</param>
    /// <param name="learningRate">The step size.</param>
    /// <param name="beta1">The share of the mean of gradients that is kept.</param>
    /// <param name="beta2">The share of the mean of squared gradients that is kept.</param>
    /// <param name="epsilon">Keeps the division finite.</param>
    public Adam(
        IEnumerable<Tensor> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
        : base(parameters, learningRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epsilon);
        var update = new AdamUpdate(Fraction(beta1, nameof(beta1)), Fraction(beta2, nameof(beta2)), (float)epsilon, WeightDecay: 0);
        _updater = new ParameterUpdater<AdamUpdate>(Arena, update, learningRate);
    }

    /// <inheritdoc/>
    public override void Step()
    {
        PreparedStep.EachRun(() => _updater.LearningRate = LearningRate);
        _updater.Step();
    }
}
