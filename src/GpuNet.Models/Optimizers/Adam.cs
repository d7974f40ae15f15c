using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>
/// Adam: steps along a running mean of the gradient, divided by the root of a running mean of its square, both corrected for
/// their start at 0. As torch.optim.Adam.
/// </summary>
/// <remarks>D. Kingma, J. Ba, "Adam: a method for stochastic optimization" (2015).</remarks>
[CatalogueEntry(typeof(AdamUpdate))]
public sealed class Adam : Optimizer
{
    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The tensors to be trained.</param>
    /// <param name="learningRate">The step size, above 0.</param>
    /// <param name="beta1">The share of the mean of gradients that is kept, 0 or more and below 1.</param>
    /// <param name="beta2">The share of the mean of squared gradients that is kept, 0 or more and below 1.</param>
    /// <param name="epsilon">Keeps the division finite; above 0.</param>
    /// <param name="weightDecay">Times the parameter, added to the gradient: an L2 penalty. 0 or more.</param>
    public Adam(
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
            ByMoments(beta1, beta2, epsilon, decay => new AdamUpdate(beta1, beta2, (float)epsilon, decay)))
    {
    }
}
