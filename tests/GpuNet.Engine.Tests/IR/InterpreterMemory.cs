using GpuNet.Engine.IR;

namespace GpuNet.Engine.Tests.IR;

/// <summary>Loads, stores and atomics of the interpreter: values are bits, sign-extended to 64.</summary>
internal static unsafe class InterpreterMemory
{
    public static long Load(long address, IRType type) => type.Kind switch
    {
        ScalarKind.Int1 => *(byte*)address != 0 ? 1 : 0,
        ScalarKind.Int8 => *(sbyte*)address,
        ScalarKind.Int16 => *(short*)address,
        ScalarKind.Int32 or ScalarKind.Float32 => *(int*)address,
        _ => *(long*)address,
    };

    public static void Store(long address, IRType type, long bits)
    {
        switch (type.Size)
        {
            case 1:
                *(byte*)address = (byte)bits;
                break;
            case 2:
                *(short*)address = (short)bits;
                break;
            case 4:
                *(int*)address = (int)bits;
                break;
            default:
                *(long*)address = bits;
                break;
        }
    }

    public static long Atomic(Instruction instruction, long[] operands)
    {
        long old = Load(operands[0], instruction.Type);
        if (instruction.Op == Opcode.AtomicCompareExchange)
        {
            if (old == operands[1])
                Store(operands[0], instruction.Type, operands[2]);
            return old;
        }
        var op = instruction.AtomicKind switch
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
        long result = instruction.AtomicKind == AtomicKind.Exchange
            ? operands[1]
            : InterpreterArithmetic.Evaluate(
                new Instruction(
                op, instruction.Type,
                [new Constant(instruction.Type, old), new Constant(instruction.Type, operands[1])]),
                [old, operands[1]]);
        Store(operands[0], instruction.Type, result);
        return old;
    }
}
