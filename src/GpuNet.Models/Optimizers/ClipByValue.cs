namespace GpuNet.Models;

/// <summary>Bounds each component of the gradient: g = min(max(g, -limit), limit).</summary>
/// <param name="limit">The largest magnitude, above 0.</param>
[CatalogueEntry("clip_by_value", "g = min(max(g, -limit), limit)", "torch.nn.utils.clip_grad_value_")]
public sealed class ClipByValue(double limit) : GradientTransform
{
    private readonly double _limit = Require.Positive(nameof(ClipByValue), limit, nameof(limit));

    internal override void Apply(Optimizer optimizer)
    {
        foreach (var group in optimizer.Groups)
            GradientClipping.ByValue(group.Arena, _limit);
    }
}
