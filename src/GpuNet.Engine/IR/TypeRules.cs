using static GpuNet.Engine.IR.Opcode;

namespace GpuNet.Engine.IR;

/// <summary>Which operand and result types an opcode takes.</summary>
internal static class TypeRules
{
    /// <summary>Null, or what is wrong with the instruction's types.</summary>
    public static string? Violation(Instruction instruction)
    {
        var type = instruction.Type;
        var operands = instruction.Operands;
        int expected = instruction.Op == Opcode.Assembly ? operands.Length : OperandCount(instruction.Op);
        if (operands.Length != expected)
            return $"takes {expected} operands, has {operands.Length}";
        IRType At(int index) => operands[index].Type;
        bool AllAre(IRType wanted) => operands.All(operand => operand.Type == wanted);

        bool valid = instruction.Op switch
        {
            Add or Sub or Mul or Neg or Min or Max or Abs or Div or Rem => AllAre(type) && (type.IsFloat || (type.IsInteger && type != IRType.Int1)),
            DivU or RemU or MinU or MaxU => AllAre(type) && type.IsInteger && type != IRType.Int1,
            MulHighU => type == IRType.Int32 && AllAre(type),
            And or Or or Xor or Not => AllAre(type) && type.IsInteger,
            Shl or Shr or ShrU => At(0) == type && type.IsInteger && type != IRType.Int1 && At(1) == IRType.Int32,
            PopCount or LeadingZeros or TrailingZeros => type == IRType.Int32 && (At(0) == IRType.Int32 || At(0) == IRType.Int64),
            _ when instruction.Op.IsComparison() => type == IRType.Int1 && Fits(At(0), At(1)),
            Select => At(0) == IRType.Int1 && Fits(At(1), type) && Fits(At(2), type),
            SignExtend or ZeroExtend => type.IsInteger && At(0).IsInteger && At(0).Bits < type.Bits,
            Truncate => type.IsInteger && At(0).IsInteger && At(0).Bits > type.Bits,
            SignedToFloat or UnsignedToFloat => type.IsFloat && At(0).IsInteger,
            FloatToSigned or FloatToUnsigned => type.IsInteger && type.Size >= 4 && At(0).IsFloat,
            FloatConvert => type.IsFloat && At(0).IsFloat && At(0) != type,
            Bitcast => type.Size == At(0).Size && type.Size >= 4 && !type.IsPointer && !At(0).IsPointer && type.IsFloat != At(0).IsFloat,
            PointerToInt => type == IRType.Int64 && At(0).IsPointer,
            IntToPointer => type.IsPointer && At(0) == IRType.Int64,
            >= Fma and <= Atan2 => type.IsFloat && AllAre(type),
            Load => At(0).IsPointer && !type.IsVoid,
            Store => type.IsVoid && At(0).IsPointer && !At(1).IsVoid,
            Offset => type.IsPointer && Fits(At(0), type) && At(1) == IRType.Int64 && instruction.Scale > 0,
            Alloca => type == IRType.Pointer(AddressSpace.Private) && instruction.Size > 0 && instruction.Alignment > 0,
            SharedAlloc => type == IRType.Pointer(AddressSpace.Shared) && instruction.Size > 0 && instruction.Alignment > 0,
            SharedDynamic => type == IRType.Pointer(AddressSpace.Shared),
            Opcode.Atomic => At(0).IsPointer && At(1) == type && type.Size >= 4 && (type.IsInteger || type.IsFloat),
            AtomicCompareExchange => At(0).IsPointer && At(1) == type && At(2) == type && type.Size >= 4,
            LocalId or GroupId or GroupDim or GridDim => type == IRType.Int32 && instruction.Dimension is >= 0 and <= 2,
            Opcode.Barrier or MemoryFence or WarpBarrier => type.IsVoid,
            BarrierPopCount => type == IRType.Int32 && At(0) == IRType.Int1,
            GroupBroadcast => At(0) == type && At(1) == IRType.Int32,
            WarpSize or LaneId or SharedDynamicSize => type == IRType.Int32,
            Opcode.Assembly => type.IsVoid && instruction.Assembly is { } assembly && operands.Take(assembly.Results.Count).All(place => place.Type.IsPointer),
            Shuffle => At(0) == type && At(1) == IRType.Int32 && At(2) == IRType.Int32,
            _ => false,
        };
        return valid ? null : $"operand or result types do not fit ({type} <- {string.Join(", ", operands.Select(operand => operand.Type))})";
    }

    /// <summary>Equal, or pointers of which one's space is not known yet.</summary>
    public static bool Fits(IRType a, IRType b) =>
        a == b || (a.IsPointer && b.IsPointer && (a.Space == AddressSpace.Unknown || b.Space == AddressSpace.Unknown));

    private static int OperandCount(Opcode op) => op switch
    {
        Alloca or SharedAlloc or SharedDynamic or SharedDynamicSize or LocalId or GroupId or GroupDim or GridDim
            or Opcode.Barrier or MemoryFence or WarpSize or LaneId or WarpBarrier => 0,
        Neg or Abs or Not or PopCount or LeadingZeros or TrailingZeros or Load or BarrierPopCount => 1,
        >= SignExtend and <= IntToPointer => 1,
        Sqrt or Floor or Ceiling or RoundToZero or RoundEven => 1,
        Rcp or Rsqrt or Exp or Exp2 or Log or Log2 or Log10 or Sin or Cos or Tan or Sinh or Cosh or Tanh or Asin or Acos or Atan => 1,
        Select or Fma or AtomicCompareExchange or Shuffle => 3,
        _ => 2,
    };
}
