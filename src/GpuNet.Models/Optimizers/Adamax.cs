using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>
/// Adam with the largest gradient of late in the place of the root mean square. As torch.optim.Adamax.
/// </summary>
/// <remarks>D. Kingma, J. Ba, "Adam: a method for stochastic optimization" (2015), section 7.1.</remarks>
[CatalogueEntry(typeof(AdamaxUpdate))]
public sealed class Adamax : Optimizer
{
    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The tensors to be trained.</param>
    /// <param name="learningRate">The step size, above 0.</param>
    /// <param name="beta1">The share of the mean of gradients that is kept, 0 or more and below 1.</param>
    /// <param name="beta2">The share of the mean of squared gradients that is kept, 0 or more and below 1.</param>
    /// <param name="epsilon">Keeps the division finite; above 0.</param>
    /// <param name="weightDecay">Times the parameter, added to the gradient: an L2 penalty. 0 or more.</param>
    public Adamax(
        IEnumerable<Tensor> parameters,
        double learningRate = 2e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 0)
        : base(
            parameters,
            learningRate,
            weightDecay,
            ByMoments(beta1, beta2, epsilon, decay => new AdamaxUpdate(beta1, beta2, (float)epsilon, decay)))
    {
    }
}
