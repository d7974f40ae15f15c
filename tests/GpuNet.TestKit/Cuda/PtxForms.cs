using System.Globalization;
using System.Text.RegularExpressions;

namespace GpuNet.TestKit;

/// <summary>
/// The forms of PTX instructions that inline assembly may have, with the registers that they take, as the PTX ISA manual
/// gives them. No tool without a GPU's toolkit checks that text: whatever is not listed here is refused.
/// </summary>
public static partial class PtxForms
{
    // One operand: %n, or an address in brackets, or a number, or a register that the text declares itself.
    private const string R = @"%\d+", Address = @"\[%\d+(?:\s*\+\s*\d+)?\]", Number = @"\d+", Own = @"[a-z]+\d*";

    private static readonly Regex[] Forms =
    [
        // Tensor cores. A 16x8 result; A has as many rows, B as many columns, k as the form says.
        .. Matrix("m16n8k16", "bf16|f16", 4, 2), .. Matrix("m16n8k8", "bf16|f16", 2, 1), .. Matrix("m16n8k8", "tf32", 4, 2), .. Matrix("m16n8k4", "tf32", 2, 1),
        // Tensor cores of 9.0: 64 x N sums, both operands in shared memory; the predicate, signs, and which operands are transposed.
        .. Warpgroups("k16", "bf16|f16", "[01]", "[01]"), .. Warpgroups("k8", "tf32"),
        Form(@"wgmma\.fence\.sync\.aligned"), Form(@"wgmma\.commit_group\.sync\.aligned"), Form(@"wgmma\.wait_group\.sync\.aligned", "[0-7]"),
        Form(@"fence\.proxy\.async\.shared::cta"),
        // Registers of the text's own.
        Form(@"\.reg", @"\.f32 [a-z]+<\d+>"), Form(@"\.reg", @"\.pred [a-z]+"),
        Form(@"setp\.ne\.b32", Own, Number, Number), Form(@"mov\.f32", Own, "0f[0-9A-F]{8}"), Form(@"st\.shared\.v2\.f32", Address, Vector(2, Own)),
        // Fragments from shared memory.
        .. new[] { 1, 2, 4 }.Select(count => Form($@"ldmatrix\.sync\.aligned\.m8n8\.x{count}(\.trans)?\.shared\.b16", Vector(count), Address)),
        // Copies that pass the registers by; .cg takes 16 bytes only.
        Form(@"cp\.async\.cg\.shared\.global", Address, Address, @"16(?:\s*,\s*%\d+)?"), Form(@"cp\.async\.ca\.shared\.global", Address, Address, "(?:4|8|16)"),
        Form(@"cp\.async\.commit_group"), Form(@"cp\.async\.wait_group", Number), Form(@"cp\.async\.wait_all"),
        // Conversions and addresses.
        Form(@"cvt\.rna\.tf32\.f32", R, R), Form(@"cvt\.rn\.(?:bf16x2|f16x2)\.f32", R, R, R), Form(@"cvt\.u32\.u64", R, R), Form(@"cvta\.to\.shared\.u64", R, R),
        // Moves, wide accesses, arithmetic.
        Form(@"mov\.[bu]32", R, $"(?:{R}|%%laneid|%%smid)"), Form(@"mov\.b32", R, @"\{%\d+, ?%\d+\}"), Form(@"mov\.b32", @"\{%\d+, ?%\d+\}", R),
        Form(@"ld\.(?:global|shared)\.v4\.[fbu]32", Vector(4), Address), Form(@"st\.(?:global|shared)\.v4\.[fbu]32", Address, Vector(4)),
        Form(@"(?:add|sub|mul\.lo)\.[su]32", R, R, R), Form(@"(?:add|sub|mul)\.rn\.f32", R, R, R), Form(@"membar\.(?:cta|gl|sys)"),
    ];

    /// <summary>The inline assembly of a source in CUDA C, one text for each statement.</summary>
    public static IEnumerable<string> In(string source) => Statement().Matches(source).Select(match => Regex.Unescape(match.Groups[1].Value));

    /// <summary>The first instruction that has none of the forms, or null.</summary>
    public static string? FirstUnknown(string assembly) =>
        Instructions(assembly).FirstOrDefault(instruction => !Forms.Any(form => form.IsMatch(instruction)));

    /// <summary>The opcodes of a source's inline assembly.</summary>
    public static IEnumerable<string> Opcodes(string source) => In(source).SelectMany(Instructions).Select(instruction => instruction.Split(' ')[0]);

    /// <summary>
    /// What is wrong with a source's registers of its own, or null: they are declared once, outside all braces of the kernel but its own, so in no
    /// loop and before everything that names them.
    /// </summary>
    public static string? FirstUndeclared(string source)
    {
        var declared = new HashSet<string>();
        foreach (Match statement in Statement().Matches(source))
        {
            foreach (string instruction in Instructions(Regex.Unescape(statement.Groups[1].Value)))
            {
                if (Declaration().Match(instruction) is { Success: true } declaration)
                {
                    string before = source[source.IndexOf("__global__", StringComparison.Ordinal)..statement.Index];
                    // Initializers close what they open.
                    bool isAtTop = before.Count(letter => letter == '{') - before.Count(letter => letter == '}') == 1;
                    string name = declaration.Groups["name"].Value;
                    var names = declaration.Groups["count"] is { Success: true } count
                        ? Enumerable.Range(0, int.Parse(count.Value, CultureInfo.InvariantCulture)).Select(number => $"{name}{number}") : [name];
                    if (!isAtTop || !names.All(declared.Add))
                        return instruction;
                }
                else if (Named().Matches(instruction[(instruction.IndexOf(' ') + 1)..]).Any(name => instruction.Contains(' ') && !declared.Contains(name.Value)))
                    return instruction;
            }
        }
        return null;
    }

    private static string[] Instructions(string assembly) =>
        assembly.Split([';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<Regex> Matrix(string shape, string types, int a, int b) => types.Split('|').Select(type =>
        Form($@"mma\.sync\.aligned\.{shape}\.row\.col\.f32\.{type}\.{type}\.f32", Vector(4), Vector(a), Vector(b), Vector(4)));

    private static IEnumerable<Regex> Warpgroups(string depth, string types, params string[] transposed) =>
        from type in types.Split('|')
        from columns in new[] { 128, 256 }
        select Form(
            $@"wgmma\.mma_async\.sync\.aligned\.m64n{columns}{depth}\.f32\.{type}\.{type}",
            [Vector(columns / 2, Own), R, R, Own, "-?1", "-?1", .. transposed]);

    private static string Vector(int count, string register = R) =>
        $@"\{{\s*{string.Join(@",\s*", Enumerable.Repeat(register, count))}\s*\}}";

    private static Regex Form(string opcode, params string[] operands) =>
        new($@"^{opcode}{(operands.Length == 0 ? "" : @"\s+")}{string.Join(@"\s*,\s*", operands)}$");

    [GeneratedRegex(@"^\.reg \.\w+ (?<name>[a-z]+)(<(?<count>\d+)>)?$")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"(?<![\w%.])[a-z]\w*")]
    private static partial Regex Named();

    [GeneratedRegex(@"asm volatile\(""((?:[^""\\]|\\.)*)""")]
    private static partial Regex Statement();
}
