using System.Text.RegularExpressions;

namespace GpuNet.Engine.Tests.Api.Surface;

/// <summary>The public signatures of ILGPU 1.5.3, as the embedded list writes them.</summary>
internal sealed partial class ApiList
{
    /// <summary>One described type: its declaration and the lines of its own members.</summary>
    public sealed record Entry(string Declaration)
    {
        public HashSet<string> Members { get; } = [];

        public string Head => HeaderParts().Match(Declaration).Groups["head"].Value;

        public string Constraints => HeaderParts().Match(Declaration).Groups["where"].Value;

        public IReadOnlySet<string> Bases =>
            SplitTopLevel(HeaderParts().Match(Declaration).Groups["bases"].Value).ToHashSet();
    }

    private readonly string text;

    private ApiList(string text)
    {
        this.text = text;
        var scope = new List<(string Key, Entry Entry)>();
        var @namespace = "";
        foreach (var line in text.Split('\n').Where(line => line.Length > 0))
        {
            if (NamespaceLine().Match(line) is { Success: true } match)
            {
                @namespace = match.Groups[1].Value;
                continue;
            }
            var depth = (line.Length - line.TrimStart().Length) / 4;
            var signature = Normalize(line.Trim());
            if (TypeLine().Match(signature) is { Success: true } type)
            {
                var entry = new Entry(signature);
                scope.RemoveRange(depth, scope.Count - depth);
                var generic = type.Groups["generic"];
                var arity = generic.Success ? SplitTopLevel(Enclosed(signature, generic.Index)).Count : 0;
                var name = type.Groups["name"].Value + (arity == 0 ? "" : $"`{arity}");
                var key = depth == 0 ? $"{@namespace}.{name}" : $"{scope[^1].Key}+{name}";
                scope.Add((key, entry));
                Types.Add(key, entry);
            }
            else if (depth > 0)
            {
                scope[depth - 1].Entry.Members.Add(signature);
            }
        }
    }

    /// <summary>Described types by full metadata name.</summary>
    public Dictionary<string, Entry> Types { get; } = [];

    public static ApiList Load()
    {
        using var stream = typeof(ApiList).Assembly.GetManifestResourceStream("ilgpu-1.5.3-api.txt")!;
        return new ApiList(new StreamReader(stream).ReadToEnd());
    }

    /// <summary>Whether some signature names a type of this name, though the list may not describe it.</summary>
    public bool Mentions(string typeName) => Regex.IsMatch(text, $@"\b{Regex.Escape(typeName)}\b");

    /// <summary>
    /// One spelling for what the list spells in several ways (tuples), without annotations that exist at compile time
    /// only (nullable references).
    /// </summary>
    public static string Normalize(string signature)
    {
        const string Tuple = "ValueTuple<";
        for (var start = signature.IndexOf(Tuple, StringComparison.Ordinal); start >= 0;
            start = signature.IndexOf(Tuple, StringComparison.Ordinal))
        {
            var open = start + Tuple.Length - 1;
            var elements = Enclosed(signature, open);
            signature = $"{signature[..start]}({elements}){signature[(open + elements.Length + 2)..]}";
        }
        return NullableReference().Replace(signature, "");
    }

    /// <summary>
    /// The same member with its last kernel parameter left out: families that the list cuts off at eight parameters are
    /// held against their longest listed member.
    /// </summary>
    public static string? WithoutLastParameter(string signature)
    {
        var last = Enumerable.Range(9, 8).LastOrDefault(number => Regex.IsMatch(signature, $@"\bT{number}\b"));
        var shorter = Regex.Replace(signature, $@", (?:ref )?T{last}\b( \w+)?| where T{last} : struct(?:, ICudaAsmEmitParameter)?", "");
        return last == 0 || shorter == signature ? null : shorter;
    }

    private static string Enclosed(string signature, int open)
    {
        var depth = 0;
        for (var position = open; ; ++position)
        {
            depth += signature[position] switch { '<' => 1, '>' => -1, _ => 0 };
            if (depth == 0)
                return signature[(open + 1)..position];
        }
    }

    private static List<string> SplitTopLevel(string list)
    {
        var parts = new List<string>();
        int depth = 0, start = 0;
        for (var position = 0; position <= list.Length; ++position)
        {
            if (position == list.Length || (list[position] == ',' && depth == 0))
            {
                if (position > start)
                    parts.Add(list[start..position].Trim());
                start = position + 1;
            }
            else
            {
                depth += list[position] switch { '<' or '(' => 1, '>' or ')' => -1, _ => 0 };
            }
        }
        return parts;
    }

    [GeneratedRegex(@"^// =+ namespace (\S+)")]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^public (?:static |abstract |sealed |readonly |ref )*" +
        @"(?:class|struct|interface|enum|delegate (?:ref )?\S+) (?<name>\w+)(?<generic><)?")]
    private static partial Regex TypeLine();

    [GeneratedRegex("^(?<head>.*?)(?: : (?<bases>.*?))?(?<where> where .*)?$")]
    private static partial Regex HeaderParts();

    [GeneratedRegex(@"(?<!\b(?:bool|byte|sbyte|short|ushort|int|uint|long|ulong|float|double))\?")]
    private static partial Regex NullableReference();
}
