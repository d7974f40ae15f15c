using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>
/// Adam with decoupled weight decay, which shrinks all parameters alike, whatever their gradients. As torch.optim.AdamW.
/// </summary>
/// <remarks>I. Loshchilov, F. Hutter, "Decoupled weight decay regularization" (2019).</remarks>
[CatalogueEntry(typeof(AdamWUpdate))]
public sealed class AdamW : Optimizer
{
    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The tensors to be trained.</param>
    /// <param name="learningRate">The step size, above 0.</param>
    /// <param name="beta1">The share of the mean of gradients that is kept, 0 or more and below 1.</param>
    /// <param name="beta2">The share of the mean of squared gradients that is kept, 0 or more and below 1.</param>
    /// <param name="epsilon">Keeps the division finite; above 0.</param>
    /// <param name="weightDecay">Share of the parameter taken off per unit of learning rate, apart from the gradient. 0 or more.</param>
    /// <param name="amsgrad">Whether the denominator never shrinks, as that of <see cref="AmsGrad"/>.</param>
    public AdamW(
        IEnumerable<Tensor> parameters,
        double learningRate = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 0.01,
        bool amsgrad = false)
        : base(
            parameters,
            learningRate,
            weightDecay,
            amsgrad
                ? ByMoments(beta1, beta2, epsilon, decay => new AmsGradWUpdate(beta1, beta2, (float)epsilon, decay))
                : ByMoments(beta1, beta2, epsilon, decay => new AdamWUpdate(beta1, beta2, (float)epsilon, decay)))
    {
    }
}
