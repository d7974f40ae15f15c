using System.Reflection.Emit;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>Conversions of the value on top of the stack.</summary>
internal static class ScalarConversions
{
    public static void Emit(Il il, Opcode op, IRType from, IRType to)
    {
        switch (op)
        {
            case Opcode.SignExtend:
                if (from == IRType.Int1)
                    il.Op(OpCodes.Neg);
                if (to == IRType.Int64)
                    il.Op(OpCodes.Conv_I8);
                break;
            case Opcode.ZeroExtend:
                ScalarOps.ZeroExtendSmall(il, from);
                if (to == IRType.Int64)
                    il.Op(OpCodes.Conv_U8);
                ScalarOps.Canonicalize(il, to);
                break;
            case Opcode.Truncate:
                Truncate(il, to);
                break;
            case Opcode.SignedToFloat:
                if (from == IRType.Int1)
                    il.Op(OpCodes.Neg);
                il.Op(to == IRType.Float32 ? OpCodes.Conv_R4 : OpCodes.Conv_R8);
                break;
            case Opcode.UnsignedToFloat:
                ScalarOps.ZeroExtendSmall(il, from);
                il.Op(OpCodes.Conv_R_Un).Op(to == IRType.Float32 ? OpCodes.Conv_R4 : OpCodes.Conv_R8);
                break;
            case Opcode.FloatToSigned:
                il.Op(to == IRType.Int64 ? OpCodes.Conv_I8 : OpCodes.Conv_I4);
                break;
            case Opcode.FloatToUnsigned:
                il.Op(to == IRType.Int64 ? OpCodes.Conv_U8 : OpCodes.Conv_U4);
                break;
            case Opcode.FloatConvert:
                il.Op(to == IRType.Float32 ? OpCodes.Conv_R4 : OpCodes.Conv_R8);
                break;
            case Opcode.Bitcast:
                il.Call(ScalarMath.Bitcast(from));
                break;
            case Opcode.PointerToInt or Opcode.IntToPointer:
                break;
        }
    }

    private static void Truncate(Il il, IRType to)
    {
        switch (to.Kind)
        {
            case ScalarKind.Int1: il.Op(OpCodes.Conv_I4).Int(1).Op(OpCodes.And); break;
            case ScalarKind.Int8: il.Op(OpCodes.Conv_I1); break;
            case ScalarKind.Int16: il.Op(OpCodes.Conv_I2); break;
            default: il.Op(OpCodes.Conv_I4); break;
        }
    }
}
