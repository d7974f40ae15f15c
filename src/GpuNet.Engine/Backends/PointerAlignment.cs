using System.Numerics;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends;

/// <summary>The slots of a view among a kernel's: its buffer's and its offset's.</summary>
internal readonly record struct ViewSlots(int Buffer, int Offset);

/// <summary>Which powers of two divide addresses and numbers, as far as the code shows it.</summary>
internal static class PointerAlignment
{
    /// <summary>What nobody asks more than: the largest access that devices have, in bytes.</summary>
    public const int Most = 16;

    /// <summary>What a pointer is a multiple of, in bytes.</summary>
    /// <param name="pointer">The pointer.</param>
    /// <param name="assumed">Gets the view that was taken to start at a multiple of <see cref="Most"/>, if that matters.</param>
    public static int Of(Value pointer, ISet<ViewSlots> assumed)
    {
        if (pointer is not Instruction instruction)
            return 1;
        if (instruction is { Op: Opcode.Offset, Scale: 1 } && instruction[0] is FunctionParameter buffer && instruction[1] is FunctionParameter offset)
        {
            assumed.Add(new ViewSlots(buffer.Index, offset.Index));
            return FactorOf(instruction.Displacement);
        }
        return instruction.Op switch
        {
            Opcode.SharedDynamic => Most,
            Opcode.SharedAlloc => AlignmentOf(instruction),
            Opcode.Offset => Math.Min(Of(instruction[0], assumed), OfOffset(instruction)),
            _ => 1,
        };
    }

    /// <summary>The alignment that a shared array gets: what is large enough for the largest access allows it.</summary>
    public static int AlignmentOf(Instruction array) => Math.Max(array.Alignment, array.Size >= Most ? Most : 1);

    private static int OfOffset(Instruction offset) =>
        Math.Min((int)Math.Min(Most, FactorOf(offset[1]) * (long)FactorOf(offset.Scale)), FactorOf(offset.Displacement));

    private static int FactorOf(long number) => number == 0 ? Most : 1 << Math.Min(BitOperations.Log2(Most), BitOperations.TrailingZeroCount(number));

    // Powers of two divide what wraps, too.
    private static int FactorOf(Value number) => number switch
    {
        Constant constant => FactorOf(constant.Bits),
        Instruction { Op: Opcode.SignExtend or Opcode.ZeroExtend } wide when wide[0].Type != IRType.Int1 => FactorOf(wide[0]),
        Instruction { Op: Opcode.Add or Opcode.Sub } sum => Math.Min(FactorOf(sum[0]), FactorOf(sum[1])),
        Instruction { Op: Opcode.Mul } product => Math.Min(Most, FactorOf(product[0]) * FactorOf(product[1])),
        Instruction { Op: Opcode.Shl } shifted when shifted[1] is Constant { Bits: >= 0 and < 32 } count =>
            (int)Math.Min(Most, (long)FactorOf(shifted[0]) << (int)Math.Min(count.Bits, 8)),
        Instruction { Op: Opcode.And } masked => Math.Max(FactorOf(masked[0]), FactorOf(masked[1])),
        _ => 1,
    };
}
