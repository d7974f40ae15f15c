using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>
/// Moves each parameter by the learning rate, along the sign of a running mean of gradients. Learning rates are 3 to 10 times
/// smaller than Adam's.
/// </summary>
/// <remarks>X. Chen et al., "Symbolic discovery of optimization algorithms" (2023), algorithm 2.</remarks>
[CatalogueEntry(typeof(LionUpdate))]
public sealed class Lion : Optimizer
{
    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The tensors to be trained.</param>
    /// <param name="learningRate">The step size, above 0.</param>
    /// <param name="beta1">The share of the momentum in the direction, 0 or more and below 1.</param>
    /// <param name="beta2">The share of the momentum that is kept, 0 or more and below 1.</param>
    /// <param name="weightDecay">Share of the parameter taken off per unit of learning rate, apart from the gradient. 0 or more.</param>
    public Lion(
        IEnumerable<Tensor> parameters,
        double learningRate = 1e-4,
        double beta1 = 0.9,
        double beta2 = 0.99,
        double weightDecay = 0)
        : base(
            parameters,
            learningRate,
            weightDecay,
            Rule(beta1, beta2))
    {
    }

    private static UpdaterFactory Rule(double beta1, double beta2)
    {
        Require.Share(nameof(Lion), beta1, nameof(beta1));
        Require.Share(nameof(Lion), beta2, nameof(beta2));
        return By(decay => new LionUpdate(beta1, beta2, decay), momentum: beta1);
    }
}
