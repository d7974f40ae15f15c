using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.C;

// PTX in the midst of CUDA C, in the form that CUDA's compilers share with GCC and clang.
internal sealed partial class ExpressionBuilder
{
    /// <summary>The statement that an Assembly is.</summary>
    public string Assembly(Instruction instruction)
    {
        var assembly = instruction.Assembly!;
        var written = assembly.Results.Select((result, index) =>
            $"\"{(result.IsRead ? '+' : '=')}{Register(result.Type)}\"({Place(instruction[index], result.Type).Text})");
        var read = instruction.Operands.Skip(assembly.Results.Count).Select(value =>
            $"\"{Register(value.Type)}\"(({dialect.ScalarName(value.Type.Kind, unsigned: false)}){Of(value).At(Precedence.Unary)})");
        return $"asm volatile(\"{Quoted(assembly.Text)}\" : {string.Join(", ", written)} : {string.Join(", ", read)} : \"memory\")";
    }

    /// <summary>The kind of register that holds a value.</summary>
    private static char Register(IRType type) => type.Kind switch
    {
        ScalarKind.Int16 => 'h',
        ScalarKind.Int32 => 'r',
        ScalarKind.Int64 => 'l',
        ScalarKind.Float32 => 'f',
        ScalarKind.Float64 => 'd',
        _ => throw new InvalidOperationException($"No register of PTX holds {type}."),
    };

    private static string Quoted(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        .ReplaceLineEndings("\n").Replace("\n", "\\n", StringComparison.Ordinal);
}
