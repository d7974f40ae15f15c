namespace GpuNet.Models;

/// <summary>What there is to train with, section by section, as the classes say of themselves: for tables.</summary>
public static class TrainingCatalogue
{
    /// <summary>The sections, each sorted by name.</summary>
    public static IReadOnlyList<(string Title, IReadOnlyList<CatalogueEntry> Entries)> Sections { get; } =
    [
        ("Layers", Entries(typeof(Module))),
        ("Losses of outputs y and targets t, before their mean", Entries(
            typeof(Loss), typeof(CosineEmbeddingLoss), typeof(GaussianLoss), typeof(MarginRankingLoss), typeof(TripletMarginLoss))),
        ("Optimizers", Entries(typeof(Optimizer), typeof(LBfgs))),
        ("Schedules", Entries(typeof(Schedule), typeof(ReduceOnPlateau))),
        ("Averages of weights", Entries(typeof(WeightAverage))),
        ("Initializers", Entries(typeof(Initializer))),
        ("Regularizers", Entries(typeof(Regularizer))),
        ("Constraints on weights", Entries(typeof(WeightConstraint))),
        ("Gradient transforms", Entries(typeof(GradientTransform))),
    ];

    private static CatalogueEntry[] Entries(params Type[] kinds) =>
        [.. kinds.SelectMany(CatalogueEntry.Of).OrderBy(entry => entry.Name, StringComparer.Ordinal)];
}
