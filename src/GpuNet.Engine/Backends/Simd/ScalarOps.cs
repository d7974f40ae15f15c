using System.Reflection.Emit;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>Arithmetic, comparisons and bits of one lane, with exactly C#'s semantics.</summary>
internal static class ScalarOps
{
    /// <summary>Emits an instruction that touches neither memory nor other work-items: its result is left on the stack.</summary>
    /// <param name="il">Where to.</param>
    /// <param name="instruction">What.</param>
    /// <param name="push">Loads an operand.</param>
    public static void Emit(Il il, Instruction instruction, Action<Value> push)
    {
        var op = instruction.Op;
        var type = instruction.Type;
        var operands = instruction.Operands;
        var operandType = operands.Length > 0 ? operands[0].Type : type;

        void All(Action<Value> pushOne)
        {
            foreach (var operand in operands)
                pushOne(operand);
        }
        void Unsigned(Value operand)
        {
            push(operand);
            ZeroExtendSmall(il, operand.Type);
        }
        void Plain(OpCode code)
        {
            All(push);
            il.Op(code);
            Canonicalize(il, type);
        }

        switch (op)
        {
            case Opcode.Add: Plain(OpCodes.Add); break;
            case Opcode.Sub: Plain(OpCodes.Sub); break;
            case Opcode.Mul: Plain(OpCodes.Mul); break;
            case Opcode.Neg: Plain(OpCodes.Neg); break;
            case Opcode.Div when type.IsFloat || CannotTrap(operands[1]): Plain(OpCodes.Div); break;
            case Opcode.Rem when type.IsFloat || CannotTrap(operands[1]): Plain(OpCodes.Rem); break;
            case Opcode.Div or Opcode.Rem:
                All(push);
                il.Call(ScalarMath.Of(op, type));
                Canonicalize(il, type);
                break;
            case Opcode.And: Plain(OpCodes.And); break;
            case Opcode.Or: Plain(OpCodes.Or); break;
            case Opcode.Xor: Plain(OpCodes.Xor); break;
            case Opcode.Not when type == IRType.Int1:
                All(push);
                il.Int(0).Op(OpCodes.Ceq);
                break;
            case Opcode.Not: Plain(OpCodes.Not); break;
            case Opcode.DivU or Opcode.RemU:
                All(Unsigned);
                if (CannotTrap(operands[1]))
                    il.Op(op == Opcode.DivU ? OpCodes.Div_Un : OpCodes.Rem_Un);
                else
                    il.Call(ScalarMath.Of(op, type));
                Canonicalize(il, type);
                break;
            case Opcode.MinU or Opcode.MaxU:
                All(Unsigned);
                il.Call(ScalarMath.Of(op, type));
                Canonicalize(il, type);
                break;
            case Opcode.Abs when type.IsInteger:
                push(operands[0]);
                il.Call(ScalarMath.Of(op, type));
                Canonicalize(il, type);
                break;
            case Opcode.Shl or Opcode.Shr or Opcode.ShrU:
                push(operands[0]);
                if (op == Opcode.ShrU)
                    ZeroExtendSmall(il, type);
                push(operands[1]);
                il.Int(type.Bits - 1).Op(OpCodes.And)
                    .Op(op switch { Opcode.Shl => OpCodes.Shl, Opcode.Shr => OpCodes.Shr, _ => OpCodes.Shr_Un });
                Canonicalize(il, type);
                break;
            case >= Opcode.Eq and <= Opcode.GeU:
                Compare(il, op, operandType, () => All(op >= Opcode.LtU && !operandType.IsFloat ? Unsigned : push));
                break;
            case Opcode.Min when type.IsFloat && Array.Exists(operands, IsNegativeZero):
                All(push);
                il.Call(ScalarMath.LesserThanNegativeZero(type));
                break;
            case Opcode.Select when FloatExtremum.Of(instruction) is { } extremum:
                push(extremum.First);
                push(extremum.Second);
                il.Call(extremum.Method(type));
                break;
            case Opcode.Select:
                Select(il, operands, push);
                break;
            case >= Opcode.SignExtend and <= Opcode.IntToPointer:
                push(operands[0]);
                ScalarConversions.Emit(il, op, operandType, type);
                break;
            default:
                All(push);
                il.Call(ScalarMath.Of(op, op is Opcode.PopCount or Opcode.LeadingZeros or Opcode.TrailingZeros ? operandType : type));
                break;
        }
    }

    /// <summary>After arithmetic in 32 bits: back to the sign-extended form of a small integer.</summary>
    public static void Canonicalize(Il il, IRType type)
    {
        if (type.Kind == ScalarKind.Int8)
            il.Op(OpCodes.Conv_I1);
        else if (type.Kind == ScalarKind.Int16)
            il.Op(OpCodes.Conv_I2);
    }

    public static void ZeroExtendSmall(Il il, IRType type)
    {
        if (type.Kind == ScalarKind.Int8)
            il.Op(OpCodes.Conv_U1);
        else if (type.Kind == ScalarKind.Int16)
            il.Op(OpCodes.Conv_U2);
    }

    private static void Compare(Il il, Opcode op, IRType type, Action operands)
    {
        operands();
        bool isFloat = type.IsFloat;
        switch (op)
        {
            case Opcode.Eq: il.Op(OpCodes.Ceq); break;
            case Opcode.Ne: Not(il.Op(OpCodes.Ceq)); break;
            case Opcode.Lt: il.Op(OpCodes.Clt); break;
            case Opcode.Gt: il.Op(OpCodes.Cgt); break;
            case Opcode.LtU: il.Op(OpCodes.Clt_Un); break;
            case Opcode.GtU: il.Op(OpCodes.Cgt_Un); break;
            // a <= b is !(a > b) where the inner comparison is true for NaN exactly if the outer one is false for it.
            case Opcode.Le: Not(il.Op(isFloat ? OpCodes.Cgt_Un : OpCodes.Cgt)); break;
            case Opcode.Ge: Not(il.Op(isFloat ? OpCodes.Clt_Un : OpCodes.Clt)); break;
            case Opcode.LeU: Not(il.Op(isFloat ? OpCodes.Cgt : OpCodes.Cgt_Un)); break;
            case Opcode.GeU: Not(il.Op(isFloat ? OpCodes.Clt : OpCodes.Clt_Un)); break;
        }
    }

    private static bool CannotTrap(Value divisor) => divisor is Constant { Bits: not (0 or -1) };

    private static bool IsNegativeZero(Value value) => value is Constant { Bits: var bits } && bits == (value.Type == IRType.Float32 ? int.MinValue : long.MinValue);

    private static void Not(Il il) => il.Int(0).Op(OpCodes.Ceq);

    private static void Select(Il il, Value[] operands, Action<Value> push)
    {
        Label otherwise = il.Label(), end = il.Label();
        push(operands[0]);
        il.Branch(OpCodes.Brfalse, otherwise);
        push(operands[1]);
        il.Jump(end);
        il.Mark(otherwise);
        push(operands[2]);
        il.Mark(end);
    }
}
