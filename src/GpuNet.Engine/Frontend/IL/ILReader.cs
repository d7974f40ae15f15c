using System.Buffers.Binary;
using System.Reflection.Metadata;

namespace GpuNet.Engine.Frontend.IL;

/// <summary>Decodes the bytes of a method body.</summary>
internal static class ILReader
{
    public static ILInstruction[] Read(ReadOnlySpan<byte> il)
    {
        var instructions = new List<ILInstruction>(il.Length / 2);
        var indexAt = new int[il.Length + 1];
        for (int position = 0; position < il.Length;)
        {
            int offset = position;
            indexAt[offset] = instructions.Count;
            int code = il[position++];
            if (code == 0xFE)
                code = 0xFE00 | il[position++];
            instructions.Add(Decode(offset, (ILOpCode)code, il, ref position));
        }
        var result = instructions.ToArray();
        for (int index = 0; index < result.Length; index++)
            ResolveTargets(ref result[index], indexAt);
        return result;
    }

    private static ILInstruction Decode(int offset, ILOpCode op, ReadOnlySpan<byte> il, ref int position)
    {
        int start = position;
        var kind = ILOperands.Kind(op);
        var bytes = il[start..];
        switch (kind)
        {
            case OperandKind.Int8:
                position += 1;
                return Normalize(offset, op, (sbyte)bytes[0]);
            case OperandKind.UInt8:
                position += 1;
                return Normalize(offset, op, bytes[0]);
            case OperandKind.UInt16:
                position += 2;
                return Normalize(offset, op, BinaryPrimitives.ReadUInt16LittleEndian(bytes));
            case OperandKind.Int32 or OperandKind.Float32 or OperandKind.Token:
                position += 4;
                return Normalize(offset, op, BinaryPrimitives.ReadInt32LittleEndian(bytes));
            case OperandKind.Int64 or OperandKind.Float64:
                position += 8;
                return Normalize(offset, op, BinaryPrimitives.ReadInt64LittleEndian(bytes));
            case OperandKind.ShortBranch:
                position += 1;
                return Normalize(offset, op, position + (sbyte)bytes[0]);
            case OperandKind.Branch:
                position += 4;
                return Normalize(offset, op, position + BinaryPrimitives.ReadInt32LittleEndian(bytes));
            case OperandKind.Switch:
                var targets = new int[BinaryPrimitives.ReadInt32LittleEndian(bytes)];
                position += 4 * (targets.Length + 1);
                for (int index = 0; index < targets.Length; index++)
                    targets[index] = position + BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * (index + 1))..]);
                return new ILInstruction(offset, op, 0, targets);
            default:
                return Normalize(offset, op, 0);
        }
    }

    /// <summary>One opcode for all encodings of the same operation.</summary>
    private static ILInstruction Normalize(int offset, ILOpCode op, long operand) => op switch
    {
        >= ILOpCode.Ldarg_0 and <= ILOpCode.Ldarg_3 => new(offset, ILOpCode.Ldarg, op - ILOpCode.Ldarg_0, null),
        >= ILOpCode.Ldloc_0 and <= ILOpCode.Ldloc_3 => new(offset, ILOpCode.Ldloc, op - ILOpCode.Ldloc_0, null),
        >= ILOpCode.Stloc_0 and <= ILOpCode.Stloc_3 => new(offset, ILOpCode.Stloc, op - ILOpCode.Stloc_0, null),
        >= ILOpCode.Ldc_i4_m1 and <= ILOpCode.Ldc_i4_8 =>
            new(offset, ILOpCode.Ldc_i4, (int)op - (int)ILOpCode.Ldc_i4_0, null),
        ILOpCode.Ldc_i4_s => new(offset, ILOpCode.Ldc_i4, operand, null),
        ILOpCode.Ldarg_s => new(offset, ILOpCode.Ldarg, operand, null),
        ILOpCode.Ldarga_s => new(offset, ILOpCode.Ldarga, operand, null),
        ILOpCode.Starg_s => new(offset, ILOpCode.Starg, operand, null),
        ILOpCode.Ldloc_s => new(offset, ILOpCode.Ldloc, operand, null),
        ILOpCode.Ldloca_s => new(offset, ILOpCode.Ldloca, operand, null),
        ILOpCode.Stloc_s => new(offset, ILOpCode.Stloc, operand, null),
        >= ILOpCode.Br_s and <= ILOpCode.Blt_un_s => new(offset, op - ILOpCode.Br_s + ILOpCode.Br, operand, null),
        ILOpCode.Leave_s => new(offset, ILOpCode.Leave, operand, null),
        _ => new(offset, op, operand, null),
    };

    private static void ResolveTargets(ref ILInstruction instruction, int[] indexAt)
    {
        if (instruction.Targets is { } targets)
        {
            for (int index = 0; index < targets.Length; index++)
                targets[index] = indexAt[targets[index]];
        }
        else if (instruction.Op is >= ILOpCode.Br and <= ILOpCode.Blt_un or ILOpCode.Leave)
        {
            instruction = instruction with { Operand = indexAt[(int)instruction.Operand] };
        }
    }
}
