using System.Reflection.Emit;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>Memory operations of one lane.</summary>
internal static class ScalarMemory
{
    /// <summary>Emits an instruction that concerns memory or other items; a result is left on the stack.</summary>
    /// <param name="il">Where to.</param>
    /// <param name="instruction">What.</param>
    /// <param name="push">Loads an operand.</param>
    /// <param name="spread">What offsets are to be multiplied with; see <see cref="PrivateMemory"/>.</param>
    /// <returns>False if the instruction is arithmetic.</returns>
    public static bool TryEmit(Il il, Instruction instruction, Action<Value> push, int spread = 1)
    {
        switch (instruction.Op)
        {
            case Opcode.Load:
                push(instruction[0]);
                il.LoadIndirect(instruction.Type);
                return true;
            case Opcode.Store:
                push(instruction[0]);
                push(instruction[1]);
                il.StoreIndirect(instruction[1].Type);
                return true;
            case Opcode.Offset:
                Offset(il, instruction, push, spread);
                return true;
            case Opcode.Atomic:
                Atomic(il, instruction, push);
                return true;
            case Opcode.AtomicCompareExchange:
                foreach (var operand in instruction.Operands)
                    push(operand);
                il.Call(AtomicOps.CompareExchange(instruction.Type));
                return true;
            case Opcode.MemoryFence:
                if (instruction.FenceScope != FenceScope.Group)
                    il.Call(((Action)Interlocked.MemoryBarrier).Method);
                return true;
            // Warps have one item: they are never out of step, and every shuffle finds the item itself.
            case Opcode.WarpBarrier:
                return true;
            case Opcode.Shuffle:
                push(instruction[0]);
                return true;
            default:
                return false;
        }
    }

    private static void Offset(Il il, Instruction instruction, Action<Value> push, int spread)
    {
        push(instruction[0]);
        long displacement = instruction.Displacement * spread;
        long scale = (long)instruction.Scale * spread;
        if (instruction[1] is Constant index)
        {
            displacement += index.Bits * scale;
        }
        else
        {
            push(instruction[1]);
            if (scale != 1)
                il.Long(scale).Op(OpCodes.Mul);
            il.Op(OpCodes.Add);
        }
        if (displacement != 0)
            il.Long(displacement).Op(OpCodes.Add);
    }

    /// <summary>Items of a group run one after another on one thread: only global memory needs an interlocked operation.</summary>
    private static void Atomic(Il il, Instruction instruction, Action<Value> push)
    {
        var type = instruction.Type;
        if (instruction[0].Type.Space == AddressSpace.Global)
        {
            push(instruction[0]);
            push(instruction[1]);
            il.Call(AtomicOps.Of(instruction.AtomicKind, type));
            return;
        }
        var old = il.Local(type);
        push(instruction[0]);
        il.LoadIndirect(type).Set(old);
        push(instruction[0]);
        if (instruction.AtomicKind == AtomicKind.Exchange)
        {
            push(instruction[1]);
        }
        else
        {
            var value = new Instruction(Combining(instruction.AtomicKind), type, [instruction, instruction[1]]);
            ScalarOps.Emit(il, value, operand =>
            {
                if (operand == instruction)
                    il.Get(old);
                else
                    push(operand);
            });
        }
        il.StoreIndirect(type).Get(old);
    }

    private static Opcode Combining(AtomicKind kind) => kind switch
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
