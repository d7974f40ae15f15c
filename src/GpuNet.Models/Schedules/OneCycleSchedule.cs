namespace GpuNet.Models;

/// <summary>
/// Rises to the initial rate, which is the highest here, and falls far below where it began; momentum, of the Adam family beta1, falls
/// and rises meanwhile. As torch's OneCycleLR.
/// </summary>
/// <remarks>L. Smith, N. Topin, "Super-convergence" (2018).</remarks>
[CatalogueEntry("one_cycle", "initial / division up to initial, then down to initial / (division * final); momentum from maxMomentum to baseMomentum and back", "Smith and Topin 2018; torch OneCycleLR")]
public sealed class OneCycleSchedule : Schedule
{
    private readonly int _steps;
    private readonly double _rising;
    private readonly bool _isLinear;
    private readonly double _division;
    private readonly double _finalDivision;
    private readonly bool _hasThreePhases;
    private readonly double _baseMomentum;
    private readonly double _maxMomentum;

    /// <summary>Creates the schedule.</summary>
    /// <param name="steps">The number of steps of training, 2 or more.</param>
    /// <param name="rising">The share of the steps that it rises, between 0 and 1.</param>
    /// <param name="isLinear">Whether it changes along lines; otherwise along half cosine waves.</param>
    /// <param name="division">The first rate is the highest over this; above 0.</param>
    /// <param name="finalDivision">The last rate is the first over this; above 0.</param>
    /// <param name="hasThreePhases">Whether it first falls to where it began, as fast as it rose.</param>
    /// <param name="cycleMomentum">Whether momentum changes, too: the optimizer needs one then.</param>
    /// <param name="baseMomentum">The momentum at the highest rate, 0 or more and below 1.</param>
    /// <param name="maxMomentum">The momentum at the beginning and at the end, 0 or more and below 1.</param>
    public OneCycleSchedule(
        int steps,
        double rising = 0.3,
        bool isLinear = false,
        double division = 25,
        double finalDivision = 1e4,
        bool hasThreePhases = false,
        bool cycleMomentum = true,
        double baseMomentum = 0.85,
        double maxMomentum = 0.95)
    {
        if (rising is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(rising), rising, "Must be above 0 and below 1.");
        _steps = Require.AtLeast(nameof(OneCycleSchedule), 2, steps, nameof(steps));
        _rising = rising;
        _isLinear = isLinear;
        _division = Require.Positive(nameof(OneCycleSchedule), division, nameof(division));
        _finalDivision = Require.Positive(nameof(OneCycleSchedule), finalDivision, nameof(finalDivision));
        _hasThreePhases = hasThreePhases;
        CyclesMomentum = cycleMomentum;
        _baseMomentum = Require.Share(nameof(OneCycleSchedule), baseMomentum, nameof(baseMomentum));
        _maxMomentum = Require.Share(nameof(OneCycleSchedule), maxMomentum, nameof(maxMomentum));
    }

    /// <inheritdoc/>
    public override bool CyclesMomentum { get; }

    /// <inheritdoc/>
    public override double Rate(int step, double initial) =>
        At(step, initial / _division, initial, initial / _division / _finalDivision);

    /// <inheritdoc/>
    public override double Momentum(int step, double current) =>
        CyclesMomentum ? At(step, _maxMomentum, _baseMomentum, _maxMomentum) : current;

    private double At(int step, double first, double middle, double last)
    {
        double top = _rising * _steps - 1;
        double end = _steps - 1;
        if (step <= top)
            return Between(first, middle, top > 0 ? step / top : 1);
        if (!_hasThreePhases)
            return Between(middle, last, (step - top) / (end - top));
        double bottom = 2 * _rising * _steps - 2;
        return step <= bottom
            ? Between(middle, first, (step - top) / (bottom - top))
            : Between(first, last, (step - bottom) / (end - bottom));
    }

    private double Between(double from, double to, double part)
    {
        part = Math.Min(part, 1);
        return _isLinear ? from + (to - from) * part : to + (from - to) * (1 + Math.Cos(Math.PI * part)) / 2;
    }
}
