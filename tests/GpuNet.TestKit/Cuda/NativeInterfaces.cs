using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GpuNet.TestKit;

/// <summary>
/// Declarations of NVIDIA's libraries in C#, held to what NVIDIA's own headers say: interfaces.txt, which interfaces.py has written.
/// </summary>
public static class NativeInterfaces
{
    private static readonly Lazy<Dictionary<string, int[]>> Known = new(Read);

    /// <summary>What does not agree of a function: the bytes of its parameters. Null if all does.</summary>
    /// <param name="name">As the library exports it.</param>
    /// <param name="parameters">The types of its parameters.</param>
    public static string? Mistake(string name, IEnumerable<Type> parameters) => Mistake("function", name, [.. parameters.Select(BytesOf)]);

    /// <summary>What does not agree of a number. Null if it does.</summary>
    /// <param name="name">The type that declares it, and its name there.</param>
    /// <param name="value">Its value here.</param>
    public static string? Mistake(string name, int value) => Mistake("number", name, [value]);

    /// <summary>The numbers of an enumeration that do not agree. One that stands for nothing there is left out.</summary>
    public static IEnumerable<string> MistakesOf(Type enumeration, params string[] ours) =>
        from member in Enum.GetNames(enumeration).Except(ours)
        let value = Convert.ToInt32(Enum.Parse(enumeration, member), CultureInfo.InvariantCulture)
        let mistake = Mistake($"{enumeration.Name}.{member}", value)
        where mistake is not null
        select mistake;

    /// <summary>The constants of a type that do not agree, of those that the headers know.</summary>
    public static IEnumerable<string> MistakesOfConstants(Type type) =>
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        where field.IsLiteral && Known.Value.ContainsKey($"number {type.Name}.{field.Name}")
        let value = Convert.ToInt32(field.GetRawConstantValue(), CultureInfo.InvariantCulture)
        let mistake = Mistake($"{type.Name}.{field.Name}", value)
        where mistake is not null
        select mistake;

    /// <summary>What does not agree of a structure: its size, and where its fields lie.</summary>
    public static IEnumerable<string> MistakesOfLayout(Type structure) =>
        from mistake in structure.GetFields(BindingFlags.Instance | BindingFlags.Public)
            .Select(field => Mistake("layout", $"{structure.Name}.{field.Name}", [(int)Marshal.OffsetOf(structure, field.Name)]))
            .Append(Mistake("layout", structure.Name, [Marshal.SizeOf(structure)]))
        where mistake is not null
        select mistake;

    private static string? Mistake(string kind, string name, int[] values) =>
        !Known.Value.TryGetValue($"{kind} {name}", out int[]? known) ? $"interfaces.txt has no {kind} {name}; interfaces.py adds it"
        : known.AsSpan().SequenceEqual(values) ? null
        : $"{kind} {name}: {string.Join(' ', values)} here, {string.Join(' ', known)} in NVIDIA's headers";

    private static int BytesOf(Type type) =>
        type.IsPointer || type.IsByRef || type.IsFunctionPointer ? nint.Size
        : (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;

    private static Dictionary<string, int[]> Read() => File.ReadLines(Repository.PathOf("tests", "GpuNet.TestKit", "Cuda", "interfaces.txt"))
        .Where(static line => !line.StartsWith('#'))
        .Select(static line => line.Split(' '))
        .ToDictionary(
            static words => $"{words[0]} {words[1]}",
            static words => words.Skip(2).Select(static word => int.Parse(word, CultureInfo.InvariantCulture)).ToArray());
}
