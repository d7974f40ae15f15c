namespace GpuNet.Models;

/// <summary>
/// Falls to 0 as a power of the steps that are left. As torch's PolynomialLR.
/// </summary>
[CatalogueEntry("polynomial", "initial * (1 - min(t, n) / n)^power", "torch PolynomialLR")]
public sealed class PolynomialSchedule : Schedule
{
    private readonly int _steps;
    private readonly double _power;

    /// <summary>Creates the schedule.</summary>
    /// <param name="steps">When it reaches 0, 1 or more.</param>
    /// <param name="power">The power, above 0.</param>
    public PolynomialSchedule(int steps = 5, double power = 1)
    {
        _steps = Require.AtLeast(nameof(PolynomialSchedule), 1, steps, nameof(steps));
        _power = Require.Positive(nameof(PolynomialSchedule), power, nameof(power));
    }

    /// <inheritdoc/>
    public override double Rate(int step, double initial) =>
        initial * Math.Pow(1 - (double)Math.Min(step, _steps) / _steps, _power);
}
