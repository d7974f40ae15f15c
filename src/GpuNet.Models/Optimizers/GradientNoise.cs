using GpuNet.Models.Persistence;

namespace GpuNet.Models;

/// <summary>Adds normal noise of variance eta / (1 + t)^gamma in step t, which begins at 0.</summary>
/// <remarks>A. Neelakantan et al., "Adding gradient noise improves learning for very deep networks" (2015).</remarks>
/// <param name="eta">The variance at first: 0.01, 0.3 or 1 in the paper.</param>
/// <param name="gamma">How fast it falls.</param>
/// <param name="seed">Decides the noise.</param>
[CatalogueEntry("gradient_noise", "g += normal(0, eta / (1 + t)^gamma)", "Neelakantan et al. 2015")]
public sealed class GradientNoise(double eta, double gamma = 0.55, ulong seed = 0) : GradientTransform
{
    private readonly double _eta = Require.NotNegative(nameof(GradientNoise), eta, nameof(eta));
    private readonly double _gamma = Require.NotNegative(nameof(GradientNoise), gamma, nameof(gamma));
    private readonly List<GradientNoiser> _noisers = [];

    internal override IEnumerable<StateEntry> StateFor(Optimizer optimizer) => NoisersOf(optimizer).Select(
        (noiser, group) => StateEntry.Of($"uses.{group}", () => noiser.Uses, value => noiser.Uses = checked((int)value)));

    internal override void Apply(Optimizer optimizer)
    {
        foreach (var noiser in NoisersOf(optimizer))
            noiser.Apply();
    }

    private List<GradientNoiser> NoisersOf(Optimizer optimizer)
    {
        while (_noisers.Count < optimizer.Groups.Count)
            _noisers.Add(new GradientNoiser(optimizer.Groups[_noisers.Count].Arena, _eta, _gamma, seed, (uint)_noisers.Count));
        return _noisers;
    }
}
