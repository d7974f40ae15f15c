using GpuNet.Engine.IR;

namespace GpuNet.Engine.Transforms;

/// <summary>
/// Turns atomics on private memory into plain loads and stores: no other item sees that memory, and OpenCL and CUDA know
/// no atomics on it.
/// </summary>
internal static class LowerPrivateAtomics
{
    public static void Run(Function function)
    {
        var replaced = new Dictionary<Value, Value>(ReferenceEqualityComparer.Instance);
        foreach (var block in function.Blocks)
        {
            if (!block.Instructions.Exists(IsPrivateAtomic))
                continue;
            var instructions = new List<Instruction>(block.Instructions.Count + 2);
            foreach (var instruction in block.Instructions)
            {
                if (IsPrivateAtomic(instruction))
                    replaced.Add(instruction, Lower(instruction, instructions));
                else
                    instructions.Add(instruction);
            }
            block.Instructions.Clear();
            block.Instructions.AddRange(instructions);
        }
        if (replaced.Count > 0)
            function.ReplaceUses(replaced);
    }

    private static bool IsPrivateAtomic(Instruction instruction) =>
        instruction.Op is Opcode.Atomic or Opcode.AtomicCompareExchange
        && instruction[0].Type.Space == AddressSpace.Private;

    /// <returns>The old value.</returns>
    private static Instruction Lower(Instruction atomic, List<Instruction> instructions)
    {
        var old = Emit(Opcode.Load, atomic.Type, atomic[0]);
        var stored = atomic.Op == Opcode.AtomicCompareExchange
            ? Emit(Opcode.Select, atomic.Type, SameBits(old, atomic[1]), atomic[2], old)
            : atomic.AtomicKind == AtomicKind.Exchange ? atomic[1]
            : Emit(Combination(atomic.AtomicKind), atomic.Type, old, atomic[1]);
        Emit(Opcode.Store, IRType.Void, atomic[0], stored);
        return old;

        Instruction Emit(Opcode op, IRType type, params Value[] operands)
        {
            var instruction = new Instruction(op, type, operands) { Location = atomic.Location };
            instructions.Add(instruction);
            return instruction;
        }

        // An exchange compares bits: NaN with NaN is equal, 0 with -0 is not.
        Instruction SameBits(Value a, Value b)
        {
            if (!a.Type.IsFloat)
                return Emit(Opcode.Eq, IRType.Int1, a, b);
            var bits = a.Type == IRType.Float32 ? IRType.Int32 : IRType.Int64;
            return Emit(
                Opcode.Eq, IRType.Int1, Emit(Opcode.Bitcast, bits, a), Emit(Opcode.Bitcast, bits, b));
        }
    }

    private static Opcode Combination(AtomicKind kind) => kind switch
    {
        AtomicKind.Add => Opcode.Add,
        AtomicKind.Min => Opcode.Min,
        AtomicKind.Max => Opcode.Max,
        AtomicKind.MinU => Opcode.MinU,
        AtomicKind.MaxU => Opcode.MaxU,
        AtomicKind.And => Opcode.And,
        AtomicKind.Or => Opcode.Or,
        _ => Opcode.Xor,
    };
}
