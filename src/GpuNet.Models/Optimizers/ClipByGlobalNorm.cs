namespace GpuNet.Models;

/// <summary>Scales all gradients by one factor, down to a largest Euclidean norm of all of them together.</summary>
/// <remarks>R. Pascanu, T. Mikolov, Y. Bengio, "On the difficulty of training recurrent neural networks" (2013).</remarks>
/// <param name="limit">The largest norm, above 0.</param>
[CatalogueEntry(
    "clip_by_global_norm", "g *= min(1, limit / (|g| + 1e-6)), |g| of all tensors", "Pascanu et al. 2013; torch.nn.utils.clip_grad_norm_")]
public sealed class ClipByGlobalNorm(double limit) : GradientTransform
{
    private readonly double _limit = Require.Positive(nameof(ClipByGlobalNorm), limit, nameof(limit));

    internal override void Apply(Optimizer optimizer) =>
        GradientClipping.ByGlobalNorm([.. optimizer.Groups.Select(group => group.Arena)], _limit).Dispose();
}
