namespace GpuNet.Models;

/// <summary>Scales the gradient of each parameter tensor down to a largest Euclidean norm.</summary>
/// <param name="limit">The largest norm, above 0.</param>
[CatalogueEntry("clip_by_norm", "g *= min(1, limit / (|g| + 1e-6)), |g| of each tensor", "torch.nn.utils.clip_grad_norm_, tensor by tensor")]
public sealed class ClipByNorm(double limit) : GradientTransform
{
    private readonly double _limit = Require.Positive(nameof(ClipByNorm), limit, nameof(limit));

    internal override void Apply(Optimizer optimizer)
    {
        foreach (var group in optimizer.Groups)
            GradientClipping.ByNorm(group.Arena, _limit);
    }
}
