namespace GpuNet.Models;

/// <summary>
/// Goes up from the initial rate to a highest one and down again, over and over, and momentum the other way around. As torch's
/// CyclicLR.
/// </summary>
/// <remarks>L. Smith, "Cyclical learning rates for training neural networks" (2017).</remarks>
[CatalogueEntry("cyclic", "initial + (highest - initial) * triangle(t) * scale; momentum from maxMomentum down to baseMomentum", "Smith 2017; torch CyclicLR")]
public sealed class CyclicSchedule : Schedule
{
    private readonly double _highest;
    private readonly int _up;
    private readonly int _down;
    private readonly CyclicMode _mode;
    private readonly double _gamma;
    private readonly double _baseMomentum;
    private readonly double _maxMomentum;

    /// <summary>Creates the schedule.</summary>
    /// <param name="highest">The highest rate, above 0.</param>
    /// <param name="up">The number of steps up, 1 or more.</param>
    /// <param name="down">The number of steps down, 1 or more; as many as up if left out.</param>
    /// <param name="mode">How the height changes from cycle to cycle.</param>
    /// <param name="gamma">Of <see cref="CyclicMode.ExponentialRange"/>: the factor of the height each step, above 0.</param>
    /// <param name="cycleMomentum">Whether momentum changes, too; of the Adam family beta1 does, as in later versions of torch.</param>
    /// <param name="baseMomentum">The momentum at the highest rate, 0 or more and below 1.</param>
    /// <param name="maxMomentum">The momentum at the initial rate, 0 or more and below 1.</param>
    public CyclicSchedule(
        double highest,
        int up = 2000,
        int? down = null,
        CyclicMode mode = CyclicMode.Triangular,
        double gamma = 1,
        bool cycleMomentum = true,
        double baseMomentum = 0.8,
        double maxMomentum = 0.9)
    {
        _highest = Require.Positive(nameof(CyclicSchedule), highest, nameof(highest));
        _up = Require.AtLeast(nameof(CyclicSchedule), 1, up, nameof(up));
        _down = Require.AtLeast(nameof(CyclicSchedule), 1, down ?? up, nameof(down));
        _mode = mode;
        _gamma = Require.Positive(nameof(CyclicSchedule), gamma, nameof(gamma));
        CyclesMomentum = cycleMomentum;
        _baseMomentum = Require.Share(nameof(CyclicSchedule), baseMomentum, nameof(baseMomentum));
        _maxMomentum = Require.Share(nameof(CyclicSchedule), maxMomentum, nameof(maxMomentum));
    }

    /// <inheritdoc/>
    public override bool CyclesMomentum { get; }

    /// <inheritdoc/>
    public override double Rate(int step, double initial) => initial + (_highest - initial) * Height(step);

    /// <inheritdoc/>
    public override double Momentum(int step, double current) =>
        CyclesMomentum ? _maxMomentum - (_maxMomentum - _baseMomentum) * Height(step) : current;

    /// <summary>How far the rate is from the initial one to the highest one.</summary>
    private double Height(int step)
    {
        double length = _up + _down;
        int cycle = (int)(step / length);
        double position = step / length - cycle;
        double share = _up / length;
        double height = position <= share ? position / share : (1 - position) / (1 - share);
        return height * _mode switch
        {
            CyclicMode.Halving => Math.Pow(0.5, cycle),
            CyclicMode.ExponentialRange => Math.Pow(_gamma, step),
            _ => 1,
        };
    }
}
