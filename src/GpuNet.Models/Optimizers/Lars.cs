using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>
/// Momentum whose steps are scaled, tensor by tensor, to the size of the parameters: for large batches.
/// </summary>
/// <remarks>Y. You, I. Gitman, B. Ginsburg, "Large batch training of convolutional networks" (2017), algorithm 1.</remarks>
[CatalogueEntry(typeof(LarsUpdate))]
public sealed class Lars : Optimizer
{
    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The tensors to be trained.</param>
    /// <param name="learningRate">The step size, above 0.</param>
    /// <param name="momentum">The share of the last step that is kept, 0 or more and below 1.</param>
    /// <param name="trust">The size of a step relative to the parameters' norm, above 0.</param>
    /// <param name="weightDecay">Times the parameter, added to the gradient: an L2 penalty. 0 or more.</param>
    public Lars(
        IEnumerable<Tensor> parameters,
        double learningRate = 1,
        double momentum = 0.9,
        double trust = 0.001,
        double weightDecay = 0)
        : base(
            parameters,
            learningRate,
            weightDecay,
            Rule(momentum, trust))
    {
    }

    private static UpdaterFactory Rule(double momentum, double trust)
    {
        Require.Share(nameof(Lars), momentum, nameof(momentum));
        Require.Positive(nameof(Lars), trust, nameof(trust));
        return (arena, learningRate, weightDecay) => new LarsUpdater(
            arena, new LarsUpdate(momentum, (float)weightDecay, (float)trust), learningRate) { Momentum = momentum };
    }
}
