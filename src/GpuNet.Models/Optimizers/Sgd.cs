using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>
/// Stochastic gradient descent, with momentum if wanted: v = momentum · v + g (v = g in the first step), w -= learning rate · v. As
/// torch.optim.SGD.
/// </summary>
[CatalogueEntry("sgd", "g += decay p; v = momentum v + (1 - dampening) g; p -= lr v, with Nesterov lr (g + momentum v)", "Sutskever et al. 2013; torch.optim.SGD")]
public sealed class Sgd : Optimizer
{
    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The tensors to be trained.</param>
    /// <param name="learningRate">The step size, above 0.</param>
    /// <param name="momentum">The share of the last direction that is kept, 0 or more and below 1; 0.9 is usual.</param>
    /// <param name="dampening">The share of the gradient left out of the direction, from the second step on.</param>
    /// <param name="nesterov">Whether the gradient counts as if taken after the momentum's step; needs momentum, and no dampening.</param>
    /// <param name="weightDecay">Times the parameter, added to the gradient: an L2 penalty. 0 or more.</param>
    public Sgd(
        IEnumerable<Tensor> parameters,
        double learningRate,
        double momentum = 0,
        double dampening = 0,
        bool nesterov = false,
        double weightDecay = 0)
        : base(
            parameters,
            learningRate,
            weightDecay,
            Rule(momentum, dampening, nesterov))
    {
    }

    private static UpdaterFactory Rule(double momentum, double dampening, bool nesterov)
    {
        Require.Share(nameof(Sgd), momentum, nameof(momentum));
        Require.NotNegative(nameof(Sgd), dampening, nameof(dampening));
        if (nesterov && (momentum == 0 || dampening != 0))
            throw new ArgumentException("Nesterov momentum needs a momentum above 0 and a dampening of 0.", nameof(nesterov));
        if (momentum == 0)
            return By(decay => new SgdUpdate(decay));
        return nesterov
            ? By(decay => new NesterovSgdUpdate(momentum, decay), momentum)
            : By(decay => new MomentumSgdUpdate(momentum, (float)dampening, decay), momentum);
    }
}
