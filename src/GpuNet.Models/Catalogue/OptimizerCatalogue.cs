using System.Reflection;

namespace GpuNet.Models;

/// <summary>Every <see cref="Optimizer"/> of this assembly, by name: for command lines and tables.</summary>
public static class OptimizerCatalogue
{
    private const string LearningRate = "learningRate";
    private const string WeightDecay = "weightDecay";

    /// <summary>All optimizers that need nothing but gradients, sorted by name.</summary>
    public static IReadOnlyList<CatalogueEntry> All { get; } = CatalogueEntry.Of(typeof(Optimizer));

    /// <summary>The step size an optimizer takes when none is given; null if it needs one.</summary>
    /// <exception cref="ArgumentException">There is no optimizer of that name.</exception>
    public static double? DefaultLearningRate(string name) =>
        ConstructorOf(name).GetParameters().Single(parameter => parameter.Name == LearningRate) is { HasDefaultValue: true } parameter
            ? (double)parameter.DefaultValue!
            : null;

    /// <summary>Whether an optimizer knows weight decay.</summary>
    /// <exception cref="ArgumentException">There is no optimizer of that name.</exception>
    public static bool HasWeightDecay(string name) =>
        ConstructorOf(name).GetParameters().Any(parameter => parameter.Name == WeightDecay);

    /// <summary>Creates an optimizer, with the defaults of its constructor.</summary>
    /// <param name="name">The optimizer's name.</param>
    /// <param name="parameters">The tensors to be trained.</param>
    /// <param name="learningRate">The step size; the constructor's default if left out.</param>
    /// <param name="weightDecay">The weight decay; the constructor's default if left out.</param>
    /// <exception cref="ArgumentException">
    /// There is no optimizer of that name, it has no default learning rate, or it knows no weight decay.
    /// </exception>
    public static Optimizer Create(
        string name, IEnumerable<Tensor> parameters, double? learningRate = null, double? weightDecay = null)
    {
        var constructor = ConstructorOf(name);
        if (weightDecay is not null && !HasWeightDecay(name))
            throw new ArgumentException($"The optimizer '{name}' knows no weight decay.", nameof(weightDecay));
        object?[] arguments = [.. constructor.GetParameters().Select(parameter => parameter.Name switch
        {
            "parameters" => parameters,
            LearningRate => learningRate ?? DefaultLearningRate(name) ?? throw new ArgumentException(
                $"The optimizer '{name}' has no default learning rate.", nameof(learningRate)),
            WeightDecay => weightDecay ?? parameter.DefaultValue,
            _ => parameter.DefaultValue,
        })];
        return (Optimizer)constructor.Invoke(BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null);
    }

    private static ConstructorInfo ConstructorOf(string name)
    {
        var entry = All.FirstOrDefault(entry => entry.Name == name) ?? throw new ArgumentException(
            $"There is no optimizer '{name}'. Known: {string.Join(", ", All.Select(known => known.Name))}.", nameof(name));
        return ((Type)entry.Member).GetConstructors()[0];
    }
}
