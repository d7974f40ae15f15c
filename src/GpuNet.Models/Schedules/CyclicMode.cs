namespace GpuNet.Models;

/// <summary>How the height of a <see cref="CyclicSchedule"/> changes.</summary>
public enum CyclicMode
{
    /// <summary>Not at all (torch: triangular).</summary>
    Triangular,

    /// <summary>It halves with each cycle (torch: triangular2).</summary>
    Halving,

    /// <summary>It falls by a factor each step (torch: exp_range).</summary>
    ExponentialRange,
}
