using GpuNet.Engine.IR;

namespace GpuNet.Engine.Frontend;

/// <summary>IL's arithmetic and comparisons with its promotion rules, over values of the evaluation stack.</summary>
internal sealed class Arithmetic(IRBuilder builder)
{
    public StackValue Binary(Opcode op, StackValue left, StackValue right)
    {
        Value a = ValueAccess.Scalar(left), b = ValueAccess.Scalar(right);
        if (a.Type.IsPointer || b.Type.IsPointer)
            return PointerArithmetic(op, left, right);
        if (a.Type == IRType.Int1 && b.Type == IRType.Int1 && op is Opcode.And or Opcode.Or or Opcode.Xor)
            return StackValue.Of(builder.Binary(op, a, b));
        Promote(ref a, ref b);
        return StackValue.Of(builder.Binary(op, a, b));
    }

    public StackValue Shift(Opcode op, StackValue left, StackValue right)
    {
        var value = AtLeastInt32(ValueAccess.Scalar(left));
        var amount = builder.Resize(ValueAccess.Scalar(right), IRType.Int32, signed: false);
        return StackValue.Of(builder.Binary(op, value, amount));
    }

    public StackValue Negate(StackValue operand) =>
        StackValue.Of(builder.Unary(Opcode.Neg, AtLeastInt32(ValueAccess.Scalar(operand))));

    public StackValue Complement(StackValue operand) =>
        StackValue.Of(builder.Unary(Opcode.Not, AtLeastInt32(ValueAccess.Scalar(operand))));

    public Value Compare(Opcode op, StackValue left, StackValue right)
    {
        if (left.Token is not null || right.Token is not null)
            return CompareTokens(op, left, right);
        Value a = ValueAccess.Scalar(left), b = ValueAccess.Scalar(right);
        if (a.Type == IRType.Int1 || b.Type == IRType.Int1)
        {
            if (CompareBooleans(op, a, b) is { } result)
                return result;
        }
        if (a.Type.IsPointer != b.Type.IsPointer)
        {
            a = AsInteger(a);
            b = AsInteger(b);
        }
        if (!a.Type.IsPointer)
            Promote(ref a, ref b);
        return builder.Emit(op, IRType.Int1, a, b);
    }

    public Value IsTrue(StackValue value)
    {
        if (value.Token is not null)
            return Constant.Bool(value.Token is not NullToken);
        // An array that a kernel created is never null.
        if (value is { IsStruct: true, Type.IsArray: true })
            return Constant.Bool(true);
        return builder.IsNonZero(ValueAccess.Scalar(value));
    }

    /// <summary>Int1 counts as the Int32 0 or 1 that IL says it is.</summary>
    public Value AtLeastInt32(Value value) =>
        value.Type == IRType.Int1 ? builder.Resize(value, IRType.Int32, signed: false) : value;

    /// <summary>Brings both to one type: booleans to Int32, Int32 to a native integer, float to double.</summary>
    private void Promote(ref Value a, ref Value b)
    {
        a = AtLeastInt32(a);
        b = AtLeastInt32(b);
        if (a.Type == b.Type)
            return;
        if (a.Type.IsInteger && b.Type.IsInteger)
        {
            a = builder.Resize(a, IRType.Int64, signed: true);
            b = builder.Resize(b, IRType.Int64, signed: true);
        }
        else if (a.Type.IsFloat && b.Type.IsFloat)
        {
            a = a.Type == IRType.Float64 ? a : builder.Emit(Opcode.FloatConvert, IRType.Float64, a);
            b = b.Type == IRType.Float64 ? b : builder.Emit(Opcode.FloatConvert, IRType.Float64, b);
        }
        else
        {
            throw new NotSupportedException(
                $"an operation mixes {a.Type} and {b.Type}; convert one of them in the source");
        }
    }

    /// <summary>Booleans against booleans or the constants 0 and 1, without widening.</summary>
    private Value? CompareBooleans(Opcode op, Value a, Value b)
    {
        if (AsBoolean(a) is not { } x || AsBoolean(b) is not { } y)
            return null;
        if (y is not Constant constant)
            return op is Opcode.Eq or Opcode.Ne ? builder.Emit(op, IRType.Int1, x, y) : null;
        return (op, constant.IsZero) switch
        {
            (Opcode.Eq, true) or (Opcode.Ne, false) => builder.Not(x),
            (Opcode.Eq, false) or (Opcode.Ne, true) or (Opcode.GtU, true) or (Opcode.Gt, true) => x,
            _ => null,
        };
    }

    private static Value? AsBoolean(Value value) => value.Type == IRType.Int1 ? value
        : value is Constant { Bits: 0 or 1 } constant && constant.Type == IRType.Int32 ? Constant.Bool(!constant.IsZero)
        : null;

    /// <summary>Comparisons with null, which boxed values never are.</summary>
    private static Constant CompareTokens(Opcode op, StackValue left, StackValue right)
    {
        if (left.Token is not NullToken && right.Token is not NullToken)
            throw new NotSupportedException("objects are compared; kernels work on values");
        bool equal = left.Token is NullToken && right.Token is NullToken;
        return Constant.Bool(op is Opcode.Eq ? equal : !equal);
    }

    private StackValue PointerArithmetic(Opcode op, StackValue left, StackValue right)
    {
        if (op == Opcode.Add && !left.IsPointer)
            (left, right) = (right, left);
        if (op == Opcode.Sub && right.IsPointer)
            return StackValue.Of(builder.Binary(op, AsInteger(left.Value), AsInteger(right.Value)));
        if (right.IsPointer || op is not (Opcode.Add or Opcode.Sub))
            return StackValue.Of(builder.Binary(op, AsInteger(left.Value), AsInteger(right.Value)));
        var bytes = builder.Resize(AtLeastInt32(right.Value), IRType.Int64, signed: true);
        if (op == Opcode.Sub)
            bytes = builder.Unary(Opcode.Neg, bytes);
        return StackValue.Pointer(Advance(left.Value, bytes), left.Type);
    }

    /// <summary>Recognizes index * size, so that back ends see the stride.</summary>
    private Value Advance(Value pointer, Value bytes) =>
        bytes is Instruction { Op: Opcode.Mul } product && product[1] is Constant { Bits: > 0 and <= int.MaxValue } size
            ? builder.Offset(pointer, product[0], (int)size.Bits)
            : builder.Offset(pointer, bytes, 1);

    private Value AsInteger(Value value) => value.Type.IsPointer
        ? builder.Emit(Opcode.PointerToInt, IRType.Int64, value)
        : builder.Resize(AtLeastInt32(value), IRType.Int64, signed: true);
}
