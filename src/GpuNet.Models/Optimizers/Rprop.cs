using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>
/// Moves each parameter by a step of its own, which grows while its gradient keeps its sign: for whole data sets, not for
/// mini-batches. Steps start at the learning rate. As torch.optim.Rprop.
/// </summary>
/// <remarks>M. Riedmiller, H. Braun, "A direct adaptive method for faster backpropagation learning: the RPROP algorithm" (1993).</remarks>
[CatalogueEntry(typeof(RpropUpdate))]
public sealed class Rprop : Optimizer
{
    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The tensors to be trained.</param>
    /// <param name="learningRate">The step size, above 0.</param>
    /// <param name="shrink">Factor of a step after its gradient changed its sign, between 0 and 1.</param>
    /// <param name="grow">Factor of a step otherwise, above 1.</param>
    /// <param name="smallest">The smallest step, above 0.</param>
    /// <param name="largest">The largest step.</param>
    public Rprop(
        IEnumerable<Tensor> parameters,
        double learningRate = 0.01,
        double shrink = 0.5,
        double grow = 1.2,
        double smallest = 1e-6,
        double largest = 50)
        : base(
            parameters,
            learningRate,
            weightDecay: 0,
            Rule(shrink, grow, smallest, largest))
    {
    }

    private static UpdaterFactory Rule(double shrink, double grow, double smallest, double largest)
    {
        if (shrink is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(shrink), shrink, "Must be above 0 and below 1.");
        if (grow is not (> 1 and < double.PositiveInfinity))
            throw new ArgumentOutOfRangeException(nameof(grow), grow, "Must be above 1.");
        Require.Positive(nameof(Rprop), smallest, nameof(smallest));
        if (!(largest >= smallest))
            throw new ArgumentOutOfRangeException(nameof(largest), largest, $"Must be at least the smallest step, {smallest}.");
        return By(_ => new RpropUpdate((float)shrink, (float)grow, (float)smallest, (float)largest));
    }
}
