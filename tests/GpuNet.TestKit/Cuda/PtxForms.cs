using System.Text.RegularExpressions;

namespace GpuNet.TestKit;

/// <summary>
/// The forms of PTX instructions that inline assembly may have, with the registers that they take, as the PTX ISA manual
/// gives them. No tool without a GPU's toolkit checks that text: whatever is not listed here is refused.
/// </summary>
public static partial class PtxForms
{
    // One operand: %n, or an address in brackets, or a number.
    private const string R = @"%\d+", Address = @"\[%\d+(?:\s*\+\s*\d+)?\]", Number = @"\d+";

    private static readonly Regex[] Forms =
    [
        // Tensor cores. A 16x8 result; A has as many rows, B as many columns, k as the form says.
        .. Matrix("m16n8k16", "bf16|f16", 4, 2), .. Matrix("m16n8k8", "bf16|f16", 2, 1), .. Matrix("m16n8k8", "tf32", 4, 2), .. Matrix("m16n8k4", "tf32", 2, 1),
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

    private static string[] Instructions(string assembly) =>
        assembly.Split([';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<Regex> Matrix(string shape, string types, int a, int b) => types.Split('|').Select(type =>
        Form($@"mma\.sync\.aligned\.{shape}\.row\.col\.f32\.{type}\.{type}\.f32", Vector(4), Vector(a), Vector(b), Vector(4)));

    private static string Vector(int count) => $@"\{{\s*{string.Join(@",\s*", Enumerable.Repeat(R, count))}\s*\}}";

    private static Regex Form(string opcode, params string[] operands) =>
        new($@"^{opcode}{(operands.Length == 0 ? "" : @"\s+")}{string.Join(@"\s*,\s*", operands)}$");

    [GeneratedRegex(@"asm volatile\(""((?:[^""\\]|\\.)*)""")]
    private static partial Regex Statement();
}
