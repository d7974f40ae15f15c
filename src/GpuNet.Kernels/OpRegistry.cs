using System.Reflection;

namespace GpuNet.Kernels;

/// <summary>A unary op as the registry knows it.</summary>
/// <param name="Type">The struct that implements <see cref="IUnaryOp{TSelf}"/>.</param>
/// <param name="Info">What the op says about itself.</param>
public sealed record UnaryOpEntry(Type Type, OpInfo Info)
{
    /// <summary>
    /// An instance of the op, boxed, with the given parameters; the defaults of <see cref="OpInfo.Parameters"/> where
    /// none are given.
    /// </summary>
    /// <param name="parameters">One value a parameter, or none at all.</param>
    /// <exception cref="ArgumentException">The number of parameters is wrong.</exception>
    public object Create(params ReadOnlySpan<double> parameters) =>
        OpRegistry.Create(Type, Info.Name, Info.Parameters, parameters);
}

/// <summary>A binary op as the registry knows it.</summary>
/// <param name="Type">The struct that implements <see cref="IBinaryOp{TSelf}"/>.</param>
/// <param name="Info">What the op says about itself.</param>
public sealed record BinaryOpEntry(Type Type, BinaryOpInfo Info)
{
    /// <summary>An instance of the op, boxed; see <see cref="UnaryOpEntry.Create"/>.</summary>
    /// <param name="parameters">One value a parameter, or none at all.</param>
    /// <exception cref="ArgumentException">The number of parameters is wrong.</exception>
    public object Create(params ReadOnlySpan<double> parameters) =>
        OpRegistry.Create(Type, Info.Name, Info.Parameters, parameters);
}

/// <summary>A reduction as the registry knows it.</summary>
/// <param name="Type">The struct that implements <see cref="IReduction{TSelf}"/>.</param>
/// <param name="Info">What the reduction says about itself.</param>
public sealed record ReductionEntry(Type Type, ReductionInfo Info);

/// <summary>An optimizer as the registry knows it.</summary>
/// <param name="Type">The struct that implements <see cref="IOptimizerRule{TSelf}"/>.</param>
/// <param name="Info">What the optimizer says about itself.</param>
public sealed record OptimizerEntry(Type Type, OptimizerInfo Info);

/// <summary>
/// Every op of this assembly, found by reflection and sorted by name. Host-side only. Adding a struct that implements
/// one of the op interfaces is all it takes to be listed here, and so to be tested and documented.
/// </summary>
public static class OpRegistry
{
    /// <summary>All unary ops: activations, arithmetic, regularizers.</summary>
    public static IReadOnlyList<UnaryOpEntry> UnaryOps { get; } =
        [.. Find<OpInfo>(typeof(IUnaryOp<>))
            .Select(f => new UnaryOpEntry(f.Type, f.Info))
            .OrderBy(e => e.Info.Name, StringComparer.Ordinal)];

    /// <summary>All binary ops: arithmetic and pointwise losses.</summary>
    public static IReadOnlyList<BinaryOpEntry> BinaryOps { get; } =
        [.. Find<BinaryOpInfo>(typeof(IBinaryOp<>))
            .Select(f => new BinaryOpEntry(f.Type, f.Info))
            .OrderBy(e => e.Info.Name, StringComparer.Ordinal)];

    /// <summary>All reductions.</summary>
    public static IReadOnlyList<ReductionEntry> Reductions { get; } =
        [.. Find<ReductionInfo>(typeof(IReduction<>))
            .Select(f => new ReductionEntry(f.Type, f.Info))
            .OrderBy(e => e.Info.Name, StringComparer.Ordinal)];

    /// <summary>All optimizer rules.</summary>
    public static IReadOnlyList<OptimizerEntry> Optimizers { get; } =
        [.. Find<OptimizerInfo>(typeof(IOptimizerRule<>))
            .Select(f => new OptimizerEntry(f.Type, f.Info))
            .OrderBy(e => e.Info.Name, StringComparer.Ordinal)];

    /// <summary>The unary op of that name.</summary>
    /// <exception cref="ArgumentException">No op has that name; the message lists those there are.</exception>
    public static UnaryOpEntry Unary(string name) =>
        UnaryOps.FirstOrDefault(e => e.Info.Name == name) ?? throw new ArgumentException(
            $"There is no op '{name}'. Known: {string.Join(", ", UnaryOps.Select(e => e.Info.Name))}.", nameof(name));

    internal static object Create(
        Type type, string name, IReadOnlyList<OpParameter> declared, ReadOnlySpan<double> parameters)
    {
        if (parameters.Length != 0 && parameters.Length != declared.Count)
        {
            throw new ArgumentException(
                $"{name} takes {declared.Count} parameters, not {parameters.Length}.", nameof(parameters));
        }

        var arguments = new object[declared.Count];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = (float)(parameters.Length == 0 ? declared[i].Default : parameters[i]);
        return Activator.CreateInstance(type, arguments)!;
    }

    /// <summary>The closed structs that implement the open interface, each with its static Info.</summary>
    private static IEnumerable<(Type Type, TInfo Info)> Find<TInfo>(Type openInterface) =>
        from type in typeof(OpRegistry).Assembly.GetExportedTypes()
        where type is { IsValueType: true, IsGenericType: false }
        where type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == openInterface)
        let property = type.GetProperty("Info", BindingFlags.Public | BindingFlags.Static)!
        select (type, (TInfo)property.GetValue(null)!);
}
