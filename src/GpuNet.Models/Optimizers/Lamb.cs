using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>
/// AdamW whose steps are scaled, tensor by tensor, to the size of the parameters: for large batches.
/// </summary>
/// <remarks>Y. You et al., "Large batch optimization for deep learning: training BERT in 76 minutes" (2020), algorithm 2.</remarks>
[CatalogueEntry(typeof(LambUpdate))]
public sealed class Lamb : Optimizer
{
    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The tensors to be trained.</param>
    /// <param name="learningRate">The step size, above 0.</param>
    /// <param name="beta1">The share of the mean of gradients that is kept, 0 or more and below 1.</param>
    /// <param name="beta2">The share of the mean of squared gradients that is kept, 0 or more and below 1.</param>
    /// <param name="epsilon">Keeps the division finite; above 0.</param>
    /// <param name="weightDecay">Share of the parameter taken off per unit of learning rate, apart from the gradient. 0 or more.</param>
    public Lamb(
        IEnumerable<Tensor> parameters,
        double learningRate = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-6,
        double weightDecay = 0.01)
        : base(
            parameters,
            learningRate,
            weightDecay,
            Rule(beta1, beta2, epsilon))
    {
    }

    private static UpdaterFactory Rule(double beta1, double beta2, double epsilon)
    {
        Require.Share(nameof(Lamb), beta1, nameof(beta1));
        Require.Share(nameof(Lamb), beta2, nameof(beta2));
        Require.Positive(nameof(Lamb), epsilon, nameof(epsilon));
        return (arena, learningRate, weightDecay) => new LambUpdater(
            arena, new LambUpdate(beta1, beta2, (float)epsilon, (float)weightDecay), learningRate) { Momentum = beta1 };
    }
}
