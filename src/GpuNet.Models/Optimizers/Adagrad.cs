using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>
/// Divides each step by the root of the sum of all squared gradients so far. As torch.optim.Adagrad.
/// </summary>
/// <remarks>J. Duchi, E. Hazan, Y. Singer, "Adaptive subgradient methods for online learning and stochastic optimization" (2011).</remarks>
[CatalogueEntry(typeof(AdagradUpdate))]
public sealed class Adagrad : Optimizer
{
    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The tensors to be trained.</param>
    /// <param name="learningRate">The step size, above 0.</param>
    /// <param name="rateDecay">How fast the learning rate falls besides; 0 or more.</param>
    /// <param name="initialAccumulator">What the sum starts at; 0 or more.</param>
    /// <param name="epsilon">Keeps the division finite; above 0.</param>
    /// <param name="weightDecay">Times the parameter, added to the gradient: an L2 penalty. 0 or more.</param>
    public Adagrad(
        IEnumerable<Tensor> parameters,
        double learningRate = 0.01,
        double rateDecay = 0,
        double initialAccumulator = 0,
        double epsilon = 1e-10,
        double weightDecay = 0)
        : base(
            parameters,
            learningRate,
            weightDecay,
            Rule(rateDecay, initialAccumulator, epsilon))
    {
    }

    private static UpdaterFactory Rule(double rateDecay, double initialAccumulator, double epsilon)
    {
        Require.NotNegative(nameof(Adagrad), rateDecay, nameof(rateDecay));
        Require.NotNegative(nameof(Adagrad), initialAccumulator, nameof(initialAccumulator));
        Require.Positive(nameof(Adagrad), epsilon, nameof(epsilon));
        return By(decay => new AdagradUpdate((float)rateDecay, (float)initialAccumulator, (float)epsilon, decay));
    }
}
