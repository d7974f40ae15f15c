namespace GpuNet.Models;

/// <summary>Falls by a factor at each milestone. As torch's MultiStepLR.</summary>
[CatalogueEntry("multi_step", "initial * gamma^(number of milestones up to t)", "torch MultiStepLR")]
public sealed class MultiStepSchedule : Schedule
{
    private readonly int[] _milestones;
    private readonly double _gamma;

    /// <summary>Creates the schedule.</summary>
    /// <param name="milestones">The steps from which on the rate is lower.</param>
    /// <param name="gamma">The factor, above 0.</param>
    public MultiStepSchedule(IEnumerable<int> milestones, double gamma = 0.1)
    {
        ArgumentNullException.ThrowIfNull(milestones);
        _milestones = [.. milestones];
        _gamma = Require.Positive(nameof(MultiStepSchedule), gamma, nameof(gamma));
    }

    /// <inheritdoc/>
    public override double Rate(int step, double initial) =>
        initial * Math.Pow(_gamma, _milestones.Count(milestone => milestone <= step));
}
