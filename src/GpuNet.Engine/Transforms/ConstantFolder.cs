using System.Numerics;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Transforms;

/// <summary>
/// Evaluates an instruction whose operands are constants, with the semantics of <see cref="Opcode"/>. Null where the result
/// belongs to the device (its own approximations), is undefined, or is a NaN, whose payload differs from device to device.
/// </summary>
internal static class ConstantFolder
{
    public static Constant? Evaluate(Opcode op, IRType type, ReadOnlySpan<Constant> operands) => operands.Length switch
    {
        1 => Unary(op, type, operands[0]),
        2 => Binary(op, type, operands[0], operands[1]),
        3 => Ternary(op, type, operands[0], operands[1], operands[2]),
        _ => null,
    };

    private static Constant? Ternary(Opcode op, IRType type, Constant a, Constant b, Constant c) => op switch
    {
        Opcode.Select => a.IsZero ? c : b,
        Opcode.Fma when type == IRType.Float32 => Float(type, MathF.FusedMultiplyAdd(a.AsSingle, b.AsSingle, c.AsSingle)),
        Opcode.Fma => Float(type, Math.FusedMultiplyAdd(a.AsDouble, b.AsDouble, c.AsDouble)),
        _ => null,
    };

    private static Constant? Binary(Opcode op, IRType type, Constant a, Constant b)
    {
        if (a.Type.IsPointer)
            return null;
        if (!a.Type.IsFloat)
            return IntegerBinary(op, type, a, b);
        return a.Type == IRType.Float32 ? FloatBinary(op, type, a.AsSingle, b.AsSingle) : FloatBinary(op, type, a.AsDouble, b.AsDouble);
    }

    private static Constant? FloatBinary<T>(Opcode op, IRType type, T a, T b) where T : IFloatingPointIeee754<T> => op switch
    {
        Opcode.Add => Float(type, a + b),
        Opcode.Sub => Float(type, a - b),
        Opcode.Mul => Float(type, a * b),
        Opcode.Div => Float(type, a / b),
        Opcode.Min => Float(type, T.Min(a, b)),
        Opcode.Max => Float(type, T.Max(a, b)),
        Opcode.CopySign => Float(type, T.CopySign(a, b)),
        Opcode.Eq => Constant.Bool(a == b),
        Opcode.Ne => Constant.Bool(a != b),
        Opcode.Lt => Constant.Bool(a < b),
        Opcode.Le => Constant.Bool(a <= b),
        Opcode.Gt => Constant.Bool(a > b),
        Opcode.Ge => Constant.Bool(a >= b),
        Opcode.LtU => Constant.Bool(!(a >= b)),
        Opcode.LeU => Constant.Bool(!(a > b)),
        Opcode.GtU => Constant.Bool(!(a <= b)),
        Opcode.GeU => Constant.Bool(!(a < b)),
        _ => null,
    };

    private static Constant? IntegerBinary(Opcode op, IRType type, Constant left, Constant right)
    {
        long a = left.Bits, b = right.Bits;
        ulong ua = Unsigned(left), ub = Unsigned(right);
        int bits = left.Type.Bits;
        int shift = (int)b & (bits == 64 ? 63 : 31);
        return op switch
        {
            Opcode.Add => new(type, a + b),
            Opcode.Sub => new(type, a - b),
            Opcode.Mul => new(type, a * b),
            Opcode.Div when b is not (0 or -1) => new(type, a / b),
            Opcode.Rem when b is not (0 or -1) => new(type, a % b),
            Opcode.DivU when b != 0 => new(type, (long)(ua / ub)),
            Opcode.RemU when b != 0 => new(type, (long)(ua % ub)),
            Opcode.Min => new(type, Math.Min(a, b)),
            Opcode.Max => new(type, Math.Max(a, b)),
            Opcode.MinU => new(type, (long)Math.Min(ua, ub)),
            Opcode.MaxU => new(type, (long)Math.Max(ua, ub)),
            Opcode.And => new(type, a & b),
            Opcode.Or => new(type, a | b),
            Opcode.Xor => new(type, a ^ b),
            Opcode.Shl => new(type, a << shift),
            Opcode.Shr => new(type, a >> shift),
            Opcode.ShrU => new(type, (long)(ua >> shift)),
            Opcode.Eq => Constant.Bool(a == b),
            Opcode.Ne => Constant.Bool(a != b),
            Opcode.Lt => Constant.Bool(a < b),
            Opcode.Le => Constant.Bool(a <= b),
            Opcode.Gt => Constant.Bool(a > b),
            Opcode.Ge => Constant.Bool(a >= b),
            Opcode.LtU => Constant.Bool(ua < ub),
            Opcode.LeU => Constant.Bool(ua <= ub),
            Opcode.GtU => Constant.Bool(ua > ub),
            Opcode.GeU => Constant.Bool(ua >= ub),
            _ => null,
        };
    }

    private static Constant? Unary(Opcode op, IRType type, Constant a) => op switch
    {
        Opcode.Neg when type.IsInteger => new(type, -a.Bits),
        Opcode.Abs when type.IsInteger => new(type, a.Bits < 0 ? -a.Bits : a.Bits),
        Opcode.Not => new(type, ~a.Bits),
        Opcode.PopCount => Constant.Int32(BitOperations.PopCount(Unsigned(a))),
        Opcode.LeadingZeros => Constant.Int32(BitOperations.LeadingZeroCount(Unsigned(a)) - (64 - a.Type.Bits)),
        Opcode.TrailingZeros => Constant.Int32(a.IsZero ? a.Type.Bits : BitOperations.TrailingZeroCount(a.Bits)),
        // Int1 is signed like the others here: sign-extending true gives -1.
        Opcode.SignExtend => new(type, a.Type == IRType.Int1 ? -a.Bits : a.Bits),
        Opcode.ZeroExtend => new(type, (long)Unsigned(a)),
        Opcode.Truncate => new(type, a.Bits),
        Opcode.Bitcast => new(type, a.Bits),
        Opcode.SignedToFloat => type == IRType.Float32 ? Constant.Float32(a.Bits) : Constant.Float64(a.Bits),
        Opcode.UnsignedToFloat => type == IRType.Float32 ? Constant.Float32(Unsigned(a)) : Constant.Float64(Unsigned(a)),
        // A NaN literal keeps its bits on every device, and must not make a float kernel ask for doubles.
        Opcode.FloatConvert => type == IRType.Float32 ? Constant.Float32((float)a.AsDouble) : Constant.Float64(a.AsSingle),
        Opcode.FloatToSigned => FromFloat(type, Widen(a), signed: true),
        Opcode.FloatToUnsigned => FromFloat(type, Widen(a), signed: false),
        _ when a.Type == IRType.Float32 => FloatUnary(op, type, a.AsSingle),
        _ when a.Type == IRType.Float64 => FloatUnary(op, type, a.AsDouble),
        _ => null,
    };

    private static Constant? FloatUnary<T>(Opcode op, IRType type, T a) where T : IFloatingPointIeee754<T> => op switch
    {
        Opcode.Neg => Float(type, -a),
        Opcode.Abs => Float(type, T.Abs(a)),
        Opcode.Sqrt => Float(type, T.Sqrt(a)),
        Opcode.Floor => Float(type, T.Floor(a)),
        Opcode.Ceiling => Float(type, T.Ceiling(a)),
        Opcode.RoundToZero => Float(type, T.Truncate(a)),
        Opcode.RoundEven => Float(type, T.Round(a, MidpointRounding.ToEven)),
        _ => null,
    };

    private static Constant FromFloat(IRType type, double value, bool signed) => (type.Size, signed) switch
    {
        (4, true) => new(type, (int)value),
        (4, false) => new(type, (uint)value),
        (_, true) => new(type, (long)value),
        _ => new(type, (long)(ulong)value),
    };

    private static Constant? Float<T>(IRType type, T value) where T : IFloatingPointIeee754<T>
    {
        if (T.IsNaN(value))
            return null;
        return type == IRType.Float32 ? Constant.Float32(float.CreateTruncating(value)) : Constant.Float64(double.CreateTruncating(value));
    }

    private static double Widen(Constant value) => value.Type == IRType.Float32 ? value.AsSingle : value.AsDouble;

    private static ulong Unsigned(Constant value) => value.Type.Bits == 64 ? (ulong)value.Bits : (ulong)value.Bits & ((1ul << value.Type.Bits) - 1);
}
