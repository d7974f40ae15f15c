using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>
/// Moves matrices along their momentum made orthogonal, by Newton-Schulz iterations: all directions alike. For weights; give
/// biases and other vectors to another optimizer.
/// </summary>
/// <remarks>K. Jordan et al., "Muon: an optimizer for hidden layers in neural networks" (2024).</remarks>
[CatalogueEntry(typeof(MuonUpdate))]
public sealed class Muon : Optimizer
{
    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The tensors to be trained.</param>
    /// <param name="learningRate">The step size, above 0.</param>
    /// <param name="momentum">The share of the mean of gradients that is kept, 0 or more and below 1.</param>
    /// <param name="nesterov">Whether the direction looks a step ahead.</param>
    /// <param name="iterations">How many iterations make a matrix orthogonal; 1 or more.</param>
    /// <param name="weightDecay">Share of the parameter taken off per unit of learning rate, apart from the gradient. 0 or more.</param>
    public Muon(
        IEnumerable<Tensor> parameters,
        double learningRate = 0.02,
        double momentum = 0.95,
        bool nesterov = true,
        int iterations = 5,
        double weightDecay = 0)
        : base(
            parameters,
            learningRate,
            weightDecay,
            Rule(momentum, nesterov, iterations))
    {
    }

    private static UpdaterFactory Rule(double momentum, bool nesterov, int iterations)
    {
        Require.Share(nameof(Muon), momentum, nameof(momentum));
        Require.AtLeast(nameof(Muon), 1, iterations, nameof(iterations));
        return (arena, learningRate, weightDecay) => new MuonUpdater(
            arena, new MuonUpdate(momentum, nesterov ? 1 : 0, (float)weightDecay), iterations, learningRate) { Momentum = momentum };
    }
}
