using System.Text.RegularExpressions;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Ptx;

/// <summary>A user's own PTX: its operands become registers, and what it writes goes to variables, or to private memory.</summary>
internal static partial class PtxAssembly
{
    public static void Write(PtxText text, PtxMemory memory, PtxVariables variables, Instruction instruction)
    {
        var assembly = instruction.Assembly!;
        var operands = new List<string>();
        for (int index = 0; index < assembly.Results.Count; index++)
        {
            var (type, isRead) = assembly.Results[index];
            if (variables.Of(instruction[index]) is { } variable)
            {
                operands.Add(variable);
                continue;
            }
            string register = New(text, type);
            if (isRead)
                text.Add($"ld.local.{Bits(type)} {register}, {memory.Place(instruction[index])}");
            operands.Add(register);
        }
        foreach (var value in instruction.Operands.Skip(assembly.Results.Count))
            operands.Add(Half(text, value));
        foreach (string line in assembly.Text.Split([';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            text.Add(Reference().Replace(line, match => match.Value == "%%" ? "%" : operands[int.Parse(match.Groups[1].ValueSpan)]));
        for (int index = 0; index < assembly.Results.Count; index++)
            if (variables.Of(instruction[index]) is null)
                text.Add($"st.local.{Bits(assembly.Results[index].Type)} {memory.Place(instruction[index])}, {operands[index]}");
    }

    /// <summary>Users' operands of 16 bits are registers of 16 bits.</summary>
    private static string New(PtxText text, IRType type) => type == IRType.Int16 ? text.New("%h") : text.New(type);

    private static string Half(PtxText text, Value value)
    {
        string register = text.Register(value);
        if (value.Type != IRType.Int16)
            return register;
        string half = text.New("%h");
        text.Add($"cvt.u16.u32 {half}, {register}");
        return half;
    }

    private static string Bits(IRType type) => type.IsFloat ? $"f{type.Size * 8}" : $"u{type.Size * 8}";

    [GeneratedRegex(@"%%|%(\d+)")]
    private static partial Regex Reference();
}
