namespace GpuNet.Engine.IR;

/// <summary>The two immediates an instruction may carry; <see cref="Instruction"/> names them by opcode.</summary>
internal readonly record struct Immediates(long A, long B);

/// <summary>Where an instruction came from: for error messages and annotated sources.</summary>
internal readonly record struct SourceLocation(string Method, int ILOffset)
{
    public override string ToString() => $"{Method}+0x{ILOffset:x}";
}

/// <summary>An operation in a block.</summary>
internal sealed class Instruction(Opcode op, IRType type, Value[] operands, Immediates immediates = default) : Value(type)
{
    public Opcode Op { get; } = op;
    public Value[] Operands { get; } = operands;
    public Immediates Immediates { get; } = immediates;
    public SourceLocation Location { get; init; }

    public Value this[int operand] => Operands[operand];

    // Offset
    public int Scale => (int)Immediates.A;
    public long Displacement => Immediates.B;

    // Alloca, SharedAlloc
    public long Size => Immediates.A;
    public int Alignment => (int)Immediates.B;

    // LocalId, GroupId, GroupDim, GridDim
    public int Dimension => (int)Immediates.A;

    public AtomicKind AtomicKind => (AtomicKind)Immediates.A;
    public ShuffleKind ShuffleKind => (ShuffleKind)Immediates.A;
    /// <summary>Of an Assembly, and null for everything else.</summary>
    public InlineAssembly? Assembly { get; init; }

    public FenceScope FenceScope => (FenceScope)Immediates.A;

    /// <summary>The same operation on other operands.</summary>
    public Instruction With(Value[] operands) => new(Op, Type, operands, Immediates) { Location = Location, Assembly = Assembly };
}

/// <summary>What is true of an opcode wherever it stands.</summary>
internal static class OpcodeTraits
{
    /// <summary>Waits for the other items of the group.</summary>
    public static bool IsBarrier(this Opcode op) => op is Opcode.Barrier or Opcode.BarrierPopCount or Opcode.GroupBroadcast;

    /// <summary>Must stay, even if nobody uses its result.</summary>
    public static bool HasSideEffects(this Opcode op) =>
        op is Opcode.Store or Opcode.Atomic or Opcode.AtomicCompareExchange or Opcode.MemoryFence or Opcode.WarpBarrier or Opcode.Shuffle or Opcode.Assembly
        || op.IsBarrier();

    /// <summary>Result depends on operands and immediates alone: equal instructions compute equal values.</summary>
    public static bool IsPure(this Opcode op) => !op.HasSideEffects() && op is not (Opcode.Load or Opcode.Alloca or Opcode.SharedAlloc);

    /// <summary>May run where the program would not have run it.</summary>
    public static bool IsSpeculatable(this Instruction instruction) => instruction.Op.IsPure() && !instruction.MayTrap();

    /// <summary>Integer division traps on a CPU for a zero divisor, and for the smallest value divided by -1.</summary>
    private static bool MayTrap(this Instruction instruction)
    {
        if (instruction.Op is not (Opcode.Div or Opcode.Rem or Opcode.DivU or Opcode.RemU) || !instruction.Type.IsInteger)
            return false;
        return instruction[1] is not Constant { Bits: not (0 or -1) };
    }

    public static bool IsCommutative(this Opcode op) =>
        op is Opcode.Add or Opcode.Mul or Opcode.And or Opcode.Or or Opcode.Xor or Opcode.Eq or Opcode.Ne
            or Opcode.MinU or Opcode.MaxU or Opcode.MulHighU;

    public static bool IsComparison(this Opcode op) => op is >= Opcode.Eq and <= Opcode.GeU;
}
