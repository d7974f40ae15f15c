using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>
/// Scales steps by the size of past steps over the size of past gradients. As torch.optim.Adadelta.
/// </summary>
/// <remarks>M. Zeiler, "ADADELTA: an adaptive learning rate method" (2012).</remarks>
[CatalogueEntry(typeof(AdadeltaUpdate))]
public sealed class Adadelta : Optimizer
{
    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The tensors to be trained.</param>
    /// <param name="learningRate">The step size, above 0.</param>
    /// <param name="rho">The share of both means of squares that is kept, 0 or more and below 1.</param>
    /// <param name="epsilon">Keeps the division finite; above 0.</param>
    /// <param name="weightDecay">Times the parameter, added to the gradient: an L2 penalty. 0 or more.</param>
    public Adadelta(
        IEnumerable<Tensor> parameters,
        double learningRate = 1,
        double rho = 0.9,
        double epsilon = 1e-6,
        double weightDecay = 0)
        : base(
            parameters,
            learningRate,
            weightDecay,
            Rule(rho, epsilon))
    {
    }

    private static UpdaterFactory Rule(double rho, double epsilon)
    {
        Require.Share(nameof(Adadelta), rho, nameof(rho));
        Require.Positive(nameof(Adadelta), epsilon, nameof(epsilon));
        return By(decay => new AdadeltaUpdate(rho, (float)epsilon, decay));
    }
}
