using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>
/// Adam with Nesterov momentum. As torch.optim.NAdam.
/// </summary>
/// <remarks>T. Dozat, "Incorporating Nesterov momentum into Adam" (2016).</remarks>
[CatalogueEntry(typeof(NAdamUpdate))]
public sealed class NAdam : Optimizer
{
    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The tensors to be trained.</param>
    /// <param name="learningRate">The step size, above 0.</param>
    /// <param name="beta1">The share of the mean of gradients that is kept, 0 or more and below 1.</param>
    /// <param name="beta2">The share of the mean of squared gradients that is kept, 0 or more and below 1.</param>
    /// <param name="epsilon">Keeps the division finite; above 0.</param>
    /// <param name="weightDecay">Times the parameter, added to the gradient: an L2 penalty. 0 or more.</param>
    /// <param name="momentumDecay">How fast the momentum approaches <paramref name="beta1"/>; 0 or more.</param>
    public NAdam(
        IEnumerable<Tensor> parameters,
        double learningRate = 2e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 0,
        double momentumDecay = 0.004)
        : base(
            parameters,
            learningRate,
            weightDecay,
            Rule(beta1, beta2, epsilon, momentumDecay))
    {
    }

    private static UpdaterFactory Rule(double beta1, double beta2, double epsilon, double momentumDecay)
    {
        Require.NotNegative(nameof(NAdam), momentumDecay, nameof(momentumDecay));
        return ByMoments(
            beta1, beta2, epsilon, decay => new NAdamUpdate(beta1, beta2, (float)epsilon, decay, (float)momentumDecay));
    }
}
