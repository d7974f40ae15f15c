namespace GpuNet.Models;

/// <summary>
/// Goes up from the initial rate to a highest one and down again, over and over. As torch's CyclicLR; momentum stays as it is.
/// </summary>
/// <remarks>L. Smith, "Cyclical learning rates for training neural networks" (2017).</remarks>
[CatalogueEntry("cyclic", "initial + (highest - initial) * triangle(t) * scale", "Smith 2017; torch CyclicLR")]
public sealed class CyclicSchedule : Schedule
{
    private readonly double _highest;
    private readonly int _up;
    private readonly int _down;
    private readonly CyclicMode _mode;
    private readonly double _gamma;

    /// <summary>Creates the schedule.</summary>
    /// <param name="highest">The highest rate, above 0.</param>
    /// <param name="up">The number of steps up, 1 or more.</param>
    /// <param name="down">The number of steps down, 1 or more; as many as up if left out.</param>
    /// <param name="mode">How the height changes from cycle to cycle.</param>
    /// <param name="gamma">Of <see cref="CyclicMode.ExponentialRange"/>: the factor of the height each step, above 0.</param>
    public CyclicSchedule(double highest, int up = 2000, int? down = null, CyclicMode mode = CyclicMode.Triangular, double gamma = 1)
    {
        _highest = Require.Positive(highest, nameof(highest));
        _up = Require.AtLeast(1, up, nameof(up));
        _down = Require.AtLeast(1, down ?? up, nameof(down));
        _mode = mode;
        _gamma = Require.Positive(gamma, nameof(gamma));
    }

    /// <inheritdoc/>
    public override double Rate(int step, double initial)
    {
        double length = _up + _down;
        int cycle = (int)(step / length);
        double position = step / length - cycle;
        double share = _up / length;
        double height = position <= share ? position / share : (1 - position) / (1 - share);
        return initial + (_highest - initial) * height * _mode switch
        {
            CyclicMode.Halving => Math.Pow(0.5, cycle),
            CyclicMode.ExponentialRange => Math.Pow(_gamma, step),
            _ => 1,
        };
    }
}
