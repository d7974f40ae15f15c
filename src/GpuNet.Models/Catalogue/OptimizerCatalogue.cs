using System.Reflection;

namespace GpuNet.Models;

/// <summary>Every <see cref="Optimizer"/> of this assembly, by name: for command lines and tables.</summary>
public static class OptimizerCatalogue
{
    /// <summary>All optimizers that need nothing but gradients, sorted by name.</summary>
    public static IReadOnlyList<CatalogueEntry> All { get; } = CatalogueEntry.Of(typeof(Optimizer));

    /// <summary>Creates an optimizer, with the defaults of its constructor.</summary>
    /// <param name="name">The optimizer's name.</param>
    /// <param name="parameters">The tensors to be trained.</param>
    /// <param name="learningRate">The step size; the constructor's default if left out.</param>
    /// <exception cref="ArgumentException">There is no optimizer of that name, or it has no default learning rate.</exception>
    public static Optimizer Create(string name, IEnumerable<Tensor> parameters, double? learningRate = null)
    {
        var entry = All.FirstOrDefault(entry => entry.Name == name) ?? throw new ArgumentException(
            $"There is no optimizer '{name}'. Known: {string.Join(", ", All.Select(known => known.Name))}.", nameof(name));
        var constructor = ((Type)entry.Member).GetConstructors()[0];
        object?[] arguments = [.. constructor.GetParameters().Select(parameter => parameter.Name switch
        {
            "parameters" => parameters,
            "learningRate" => learningRate ?? (parameter.HasDefaultValue ? parameter.DefaultValue : throw new ArgumentException(
                $"The optimizer '{name}' has no default learning rate.", nameof(learningRate))),
            _ => parameter.DefaultValue,
        })];
        return (Optimizer)constructor.Invoke(BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null);
    }
}
