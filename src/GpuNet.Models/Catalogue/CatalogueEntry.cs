using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace GpuNet.Models;

/// <summary>A row of the catalogue.</summary>
/// <param name="Name">The lower-case name, unique among its kind.</param>
/// <param name="Formula">The formula as text.</param>
/// <param name="Parameters">
/// The parameters beside tensors and optimizer, as <c>name = default</c> where there is a default; then the properties that an object
/// initializer may set.
/// </param>
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
        return new CatalogueEntry(entry.Name, entry.Formula, [.. parameters.Select(Text), .. Properties(member)], entry.Source, member);
    }

    private static string Text(ParameterInfo parameter) => parameter.HasDefaultValue
        ? Text(parameter.Name!, parameter.DefaultValue)
        : parameter.Name!;

    private static string Text(string name, object? value) =>
        $"{name} = {Convert.ToString(value ?? "none", CultureInfo.InvariantCulture)!.ToLowerInvariant()}";

    /// <summary>The properties with an init accessor; their defaults where the constructor's parameters all have one.</summary>
    private static IEnumerable<string> Properties(MemberInfo member)
    {
        if (member is not Type type)
            return [];
        var signature = SignatureOf(type);
        var sample = signature.All(parameter => parameter.HasDefaultValue)
            ? type.GetConstructors()[0].Invoke([.. signature.Select(parameter => parameter.DefaultValue)])
            : null;
        return from property in type.GetProperties()
               where property.SetMethod is { IsPublic: true } setter
                   && setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit))
               orderby property.Name
               let name = JsonNamingPolicy.CamelCase.ConvertName(property.Name)
               select sample is null ? name : Text(name, property.GetValue(sample));
    }
}
