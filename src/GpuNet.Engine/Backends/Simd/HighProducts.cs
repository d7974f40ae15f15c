using GpuNet.Engine.IR;
using GpuNet.Engine.Transforms;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// Products of two unsigned integers of 32 bits, widened to 64 to have both halves of it, as random generators do: each half
/// becomes an instruction of 32 bits, of which a vector holds twice as many lanes.
/// </summary>
internal static class HighProducts
{
    /// <summary>Changes a function in place; its blocks stay as they are.</summary>
    public static void Run(Function function)
    {
        var replacements = new Dictionary<Value, Value>();
        foreach (var block in function.Blocks)
        {
            for (int position = 0; position < block.Instructions.Count; position++)
            {
                if (Half(block.Instructions[position]) is not { } half)
                    continue;
                replacements[block.Instructions[position]] = half;
                block.Instructions[position] = half;
            }
        }

        if (replacements.Count == 0)
            return;
        function.ReplaceUses(replacements);
        EliminateDeadCode.Run(function);
        function.Renumber();
    }

    private static Instruction? Half(Instruction truncation)
    {
        if (truncation.Op != Opcode.Truncate || truncation.Type != IRType.Int32 || truncation[0] is not Instruction wide)
            return null;
        return wide switch
        {
            { Op: Opcode.Mul } => Make(Opcode.Mul, wide),
            { Op: Opcode.ShrU } when wide[0] is Instruction { Op: Opcode.Mul } product && wide[1] is Constant { Bits: 32 } => Make(Opcode.MulHighU, product),
            _ => null,
        };

        Instruction? Make(Opcode op, Instruction product) => Narrow(product[0]) is { } a && Narrow(product[1]) is { } b
            ? new(op, IRType.Int32, [a, b]) { Location = truncation.Location, IsVarying = truncation.IsVarying }
            : null;
    }

    /// <summary>The 32 bits of which a value of 64 consists, if the others are zero.</summary>
    private static Value? Narrow(Value value) => value switch
    {
        Instruction { Op: Opcode.ZeroExtend } extension when extension[0].Type == IRType.Int32 => extension[0],
        Constant { Bits: >= 0 and <= uint.MaxValue } constant => Constant.Int32((int)constant.Bits),
        _ => null,
    };
}
