using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>
/// Adam that leaves out the division until enough squared gradients were seen to trust their mean. As torch.optim.RAdam.
/// </summary>
/// <remarks>L. Liu et al., "On the variance of the adaptive learning rate and beyond" (2020).</remarks>
[CatalogueEntry(typeof(RAdamUpdate))]
public sealed class RAdam : Optimizer
{
    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The tensors to be trained.</param>
    /// <param name="learningRate">The step size, above 0.</param>
    /// <param name="beta1">The share of the mean of gradients that is kept, 0 or more and below 1.</param>
    /// <param name="beta2">The share of the mean of squared gradients that is kept, 0 or more and below 1.</param>
    /// <param name="epsilon">Keeps the division finite; above 0.</param>
    /// <param name="weightDecay">Times the parameter, added to the gradient: an L2 penalty. 0 or more.</param>
    public RAdam(
        IEnumerable<Tensor> parameters,
        double learningRate = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 0)
        : base(
            parameters,
            learningRate,
            weightDecay,
            ByMoments(beta1, beta2, epsilon, decay => new RAdamUpdate(beta1, beta2, (float)epsilon, decay)))
    {
    }
}
