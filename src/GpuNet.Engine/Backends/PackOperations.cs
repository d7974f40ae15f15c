using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends;

/// <summary>What vector operations there are: those that give each lane the bits of the scalar operation.</summary>
internal static class PackOperations
{
    /// <summary>A value that is a lane as it is.</summary>
    public static bool IsLane(IRType type) => type == IRType.Float32 || type == IRType.Int32 || type == IRType.Int1;

    public static bool Contains(Instruction instruction, bool roundsDivideAndSqrt) =>
        IsLane(instruction.Type) && Array.TrueForAll(instruction.Operands, operand => IsLane(operand.Type)) && instruction.Op switch
        {
            Opcode.Add or Opcode.Sub or Opcode.Mul or Opcode.Neg => true,
            Opcode.Div or Opcode.Sqrt => instruction.Type == IRType.Float32 && roundsDivideAndSqrt,
            Opcode.Fma or Opcode.Floor or Opcode.Ceiling or Opcode.RoundToZero or Opcode.RoundEven or Opcode.CopySign => true,
            // Of floats these are several operations, of integers Abs is unsigned.
            Opcode.Min or Opcode.Max or Opcode.MinU or Opcode.MaxU => instruction.Type == IRType.Int32,
            Opcode.Abs => instruction.Type == IRType.Float32,
            Opcode.And or Opcode.Or or Opcode.Xor or Opcode.Not => true,
            Opcode.Shl or Opcode.Shr or Opcode.ShrU => instruction.Type == IRType.Int32,
            Opcode.Select => true,
            Opcode.Bitcast => true,
            Opcode.SignedToFloat => instruction[0].Type == IRType.Int32,
            Opcode.ZeroExtend or Opcode.SignExtend => instruction[0].Type == IRType.Int1,
            _ => instruction.Op.IsComparison() && instruction[0].Type != IRType.Int1,
        };
}
