using GpuNet.Models.Persistence;

namespace GpuNet.Models;

/// <summary>
/// An average of an optimizer's parameters over training, which often generalizes better than their last values: exponential
/// (EMA) or with equal shares (SWA). All parameters of a group in O(1) launches.
/// </summary>
/// <example><code>
/// var average = WeightAverage.Exponential(optimizer, decay: 0.999);
/// ... optimizer.Step(); average.Update();
/// average.Swap();   // evaluate or save the average
/// average.Swap();   // go on training
/// </code></example>
public sealed class WeightAverage
{
    private readonly ParameterAverage[] _averages;

    private WeightAverage(Optimizer optimizer, double share)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        _averages = [.. optimizer.Groups.Select(group => new ParameterAverage(group.Arena, share))];
    }

    /// <summary>Whether the model holds the average now, and this object the training's values.</summary>
    public bool IsSwapped { get; private set; }

    /// <summary>What a checkpoint holds of the average.</summary>
    internal IEnumerable<StateEntry> State =>
    [
        .. _averages.SelectMany((average, i) => new[]
        {
            StateEntry.Of($"groups.{i}.values", average.Values),
            StateEntry.Of($"groups.{i}.count", () => average.Count, value => average.Restore(checked((int)value))),
        }),
        StateEntry.Of("is_swapped", () => IsSwapped ? 1 : 0, value => IsSwapped = value != 0),
    ];

    /// <summary>average = decay * average + (1 - decay) * w; the first time, average = w.</summary>
    /// <param name="optimizer">Whose parameters; with all its groups.</param>
    /// <param name="decay">The share of the average that is kept, at least 0 and below 1.</param>
    /// <remarks>B. Polyak, A. Juditsky (1992); torch.optim.swa_utils.AveragedModel with an exponential avg_fn.</remarks>
    [CatalogueEntry("ema", "a = decay a + (1 - decay) w; a = w the first time", "Polyak and Juditsky 1992; torch AveragedModel(avg_fn)")]
    public static WeightAverage Exponential(Optimizer optimizer, double decay = 0.999) =>
        new(optimizer, 1 - Require.Share(nameof(WeightAverage), decay, nameof(decay)));

    /// <summary>The mean of all values that were taken in.</summary>
    /// <param name="optimizer">Whose parameters; with all its groups.</param>
    /// <remarks>
    /// P. Izmailov et al., "Averaging weights leads to wider optima and better generalization" (2018). Running statistics of batch
    /// normalization belong to other weights: after <see cref="Swap"/>, <see cref="RunningStatistics.Recompute"/> takes them anew.
    /// </remarks>
    [CatalogueEntry("swa", "a += (w - a) / (n + 1), n averaged before", "Izmailov et al. 2018; torch AveragedModel")]
    public static WeightAverage Equal(Optimizer optimizer) => new(optimizer, share: 0);

    /// <summary>Takes the parameters' values into the average.</summary>
    /// <exception cref="InvalidOperationException">The model holds the average itself: <see cref="Swap"/> back first.</exception>
    public void Update()
    {
        if (IsSwapped)
            throw new InvalidOperationException("The model holds the average now. Call Swap() to go on with training's values.");
        foreach (var average in _averages)
            average.Update();
    }

    /// <summary>Trades the parameters' values for the average, or back.</summary>
    public void Swap()
    {
        foreach (var average in _averages)
            average.Swap();
        IsSwapped = !IsSwapped;
    }
}
