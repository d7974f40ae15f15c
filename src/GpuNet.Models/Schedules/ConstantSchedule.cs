namespace GpuNet.Models;

/// <summary>
/// A constant part of the initial rate for some steps, then the initial rate itself. As torch's ConstantLR.
/// </summary>
[CatalogueEntry("constant", "initial * factor for so many steps, then initial", "torch ConstantLR")]
public sealed class ConstantSchedule : Schedule
{
    private readonly double _factor;
    private readonly int _steps;

    /// <summary>Creates the schedule.</summary>
    /// <param name="factor">The part, 0 or more.</param>
    /// <param name="steps">How many steps, 0 or more.</param>
    public ConstantSchedule(double factor = 1.0 / 3, int steps = 5)
    {
        _factor = Require.NotNegative(nameof(ConstantSchedule), factor, nameof(factor));
        _steps = Require.AtLeast(nameof(ConstantSchedule), 0, steps, nameof(steps));
    }

    /// <inheritdoc/>
    public override double Rate(int step, double initial) => step < _steps ? initial * _factor : initial;
}
