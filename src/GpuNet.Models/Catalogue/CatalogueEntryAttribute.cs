using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>
/// What the catalogue says of an optimizer, schedule, initializer, regularizer, constraint or gradient transform. Parameters
/// and their defaults are those of the constructor (or factory method) that bears it or whose class does.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method | AttributeTargets.Property)]
public sealed class CatalogueEntryAttribute : Attribute
{
    /// <summary>An entry.</summary>
    /// <param name="name">The lower-case name, unique among its kind.</param>
    /// <param name="formula">The formula as text.</param>
    /// <param name="source">Where it comes from.</param>
    public CatalogueEntryAttribute(string name, string formula, string source) =>
        (Name, Formula, Source) = (name, formula, source);

    /// <summary>An entry that says what a rule of the kernels says of itself.</summary>
    /// <param name="rule">A struct with a static property <c>Info</c> of type <see cref="OptimizerInfo"/>.</param>
    public CatalogueEntryAttribute(Type rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        (Name, _, Formula, Source) = (OptimizerInfo)rule.GetProperty(nameof(AdamUpdate.Info))!.GetValue(null)!;
    }

    /// <summary>The lower-case name, unique among its kind.</summary>
    public string Name { get; }

    /// <summary>The formula as text.</summary>
    public string Formula { get; }

    /// <summary>Where it comes from.</summary>
    public string Source { get; }
}
