using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>
/// Divides steps by the root of a running mean of squared gradients (or by their deviation), with momentum if wanted. As
/// torch.optim.RMSprop.
/// </summary>
/// <remarks>T. Tieleman, G. Hinton, "Lecture 6.5: rmsprop" (2012); A. Graves, "Generating sequences with recurrent neural networks" (2013).</remarks>
[CatalogueEntry(
    "rmsprop",
    "g += decay p; b = momentum b + g / (sqrt(v) + eps), centered: sqrt(v - m^2); p -= lr b",
    "Tieleman and Hinton 2012; Graves 2013; torch.optim.RMSprop")]
public sealed class RmsProp : Optimizer
{
    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The tensors to be trained.</param>
    /// <param name="learningRate">The step size, above 0.</param>
    /// <param name="alpha">The share of the means that is kept, 0 or more and below 1.</param>
    /// <param name="epsilon">Keeps the division finite; above 0.</param>
    /// <param name="momentum">The share of the last direction that is kept, 0 or more and below 1.</param>
    /// <param name="centered">Whether the mean gradient's square is taken off the mean square.</param>
    /// <param name="weightDecay">Times the parameter, added to the gradient: an L2 penalty. 0 or more.</param>
    public RmsProp(
        IEnumerable<Tensor> parameters,
        double learningRate = 0.01,
        double alpha = 0.99,
        double epsilon = 1e-8,
        double momentum = 0,
        bool centered = false,
        double weightDecay = 0)
        : base(
            parameters,
            learningRate,
            weightDecay,
            Rule(alpha, momentum, centered, epsilon))
    {
    }

    private static UpdaterFactory Rule(double alpha, double momentum, bool centered, double epsilon)
    {
        Require.Share(nameof(RmsProp), alpha, nameof(alpha));
        Require.Share(nameof(RmsProp), momentum, nameof(momentum));
        Require.Positive(nameof(RmsProp), epsilon, nameof(epsilon));
        return momentum == 0 && !centered
            ? By(decay => new RmsPropUpdate(alpha, (float)epsilon, decay))
            : By(decay => new MomentumRmsPropUpdate(alpha, momentum, centered ? 1 : 0, (float)epsilon, decay), momentum);
    }
}
