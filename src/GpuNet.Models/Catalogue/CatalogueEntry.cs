using System.Globalization;
using System.Reflection;

namespace GpuNet.Models;

/// <summary>A row of the catalogue.</summary>
/// <param name="Name">The lower-case name, unique among its kind.</param>
/// <param name="Formula">The formula as text.</param>
/// <param name="Parameters">The parameters beside tensors and optimizer, as <c>name = default</c> where there is a default.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Member">The class, or the factory method or property.</param>
public sealed record CatalogueEntry(string Name, string Formula, IReadOnlyList<string> Parameters, string Source, MemberInfo Member)
{
    /// <summary>The entries of this assembly for a kind: its concrete classes, or the static members that make one.</summary>
    /// <param name="kind">A base class.</param>
    /// <returns>Sorted by name.</returns>
    internal static IReadOnlyList<CatalogueEntry> Of(Type kind) =>
    [
        .. kind.Assembly.GetExportedTypes().Where(type => type is { IsAbstract: false, IsClass: true } && kind.IsAssignableFrom(type))
            .Cast<MemberInfo>().Concat(kind.GetMembers(BindingFlags.Public | BindingFlags.Static))
            .Select(From).OfType<CatalogueEntry>().OrderBy(entry => entry.Name, StringComparer.Ordinal),
    ];

    /// <summary>The constructor, or factory method, that an entry describes; its first one where there are several.</summary>
    internal static ParameterInfo[] SignatureOf(MemberInfo member) => member switch
    {
        Type type => type.GetConstructors()[0].GetParameters(),
        MethodInfo method => method.GetParameters(),
        _ => [],
    };

    private static CatalogueEntry? From(MemberInfo member)
    {
        if (member.GetCustomAttribute<CatalogueEntryAttribute>() is not { } entry)
            return null;
        var parameters = SignatureOf(member).Where(parameter => parameter.Name is not ("parameters" or "optimizer"));
        return new CatalogueEntry(entry.Name, entry.Formula, [.. parameters.Select(Text)], entry.Source, member);
    }

    private static string Text(ParameterInfo parameter) => !parameter.HasDefaultValue
        ? parameter.Name!
        : $"{parameter.Name} = {Convert.ToString(parameter.DefaultValue ?? "none", CultureInfo.InvariantCulture)!.ToLowerInvariant()}";
}
