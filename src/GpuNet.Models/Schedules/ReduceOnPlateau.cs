using GpuNet.Models.Persistence;

namespace GpuNet.Models;

/// <summary>Lowers the learning rates when a number, such as the test loss, has stopped getting better. As torch's ReduceLROnPlateau.</summary>
[CatalogueEntry("reduce_on_plateau", "rate * factor after more than patience epochs without a better metric", "torch ReduceLROnPlateau")]
public sealed class ReduceOnPlateau
{
    /// <summary>Changes of a rate below this are not made.</summary>
    private const double SmallestChange = 1e-8;

    private readonly Optimizer _optimizer;
    private readonly double _factor;
    private readonly int _patience;
    private readonly double _threshold;
    private readonly bool _isThresholdAbsolute;
    private readonly int _coolDown;
    private readonly double _lowest;
    private readonly double _sign;

    private double _best = double.PositiveInfinity;
    private int _badEpochs;
    private int _coolDownLeft;

    /// <summary>Starts with nothing seen.</summary>
    /// <param name="optimizer">Whose learning rates.</param>
    /// <param name="factor">What rates are multiplied by, above 0 and below 1.</param>
    /// <param name="patience">How many epochs without a better number are let pass, 0 or more.</param>
    /// <param name="threshold">How much better a number has to be to count, 0 or more.</param>
    /// <param name="isThresholdAbsolute">Whether that is a difference; otherwise a share of the best number.</param>
    /// <param name="coolDown">How many epochs after a change are not counted, 0 or more.</param>
    /// <param name="lowest">The lowest rate, 0 or more.</param>
    /// <param name="isHigherBetter">Whether higher numbers are better, as with an accuracy.</param>
    public ReduceOnPlateau(
        Optimizer optimizer,
        double factor = 0.1,
        int patience = 10,
        double threshold = 1e-4,
        bool isThresholdAbsolute = false,
        int coolDown = 0,
        double lowest = 0,
        bool isHigherBetter = false)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        if (factor is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "Must be above 0 and below 1.");
        _optimizer = optimizer;
        _factor = factor;
        _patience = Require.AtLeast(nameof(ReduceOnPlateau), 0, patience, nameof(patience));
        _threshold = Require.NotNegative(nameof(ReduceOnPlateau), threshold, nameof(threshold));
        _isThresholdAbsolute = isThresholdAbsolute;
        _coolDown = Require.AtLeast(nameof(ReduceOnPlateau), 0, coolDown, nameof(coolDown));
        _lowest = Require.NotNegative(nameof(ReduceOnPlateau), lowest, nameof(lowest));
        _sign = isHigherBetter ? -1 : 1;
    }

    /// <summary>What a checkpoint holds of it; the rates are the optimizer's.</summary>
    internal IEnumerable<StateEntry> State =>
    [
        StateEntry.Of("best", () => _best, value => _best = value),
        StateEntry.Of("bad_epochs", () => _badEpochs, value => _badEpochs = checked((int)value)),
        StateEntry.Of("cool_down_left", () => _coolDownLeft, value => _coolDownLeft = checked((int)value)),
    ];

    /// <summary>Hears of an epoch's number, and lowers the rates if it is time.</summary>
    public void Step(double metric)
    {
        double value = _sign * metric;
        if (IsBetter(value))
        {
            _best = value;
            _badEpochs = 0;
        }
        else
        {
            _badEpochs++;
        }

        if (_coolDownLeft > 0)
        {
            _coolDownLeft--;
            _badEpochs = 0;
        }

        if (_badEpochs <= _patience)
            return;
        foreach (var group in _optimizer.Groups)
        {
            double lowered = Math.Max(group.LearningRate * _factor, _lowest);
            if (group.LearningRate - lowered > SmallestChange)
                group.LearningRate = lowered;
        }

        _coolDownLeft = _coolDown;
        _badEpochs = 0;
    }

    /// <summary>
    /// Values are compared as if lower were better; the best one's magnitude scales a relative threshold. Before the first one, all are
    /// better but infinity and NaN.
    /// </summary>
    private bool IsBetter(double value) => value < (double.IsPositiveInfinity(_best)
        ? _best
        : _best - _threshold * (_isThresholdAbsolute ? 1 : _sign * _best));
}
