using System.Numerics;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Tests.IR;

/// <summary>The meaning of every opcode that only computes, written with C#'s own operators in each type.</summary>
internal static class InterpreterArithmetic
{
    public static long Evaluate(Instruction i, long[] v)
    {
        var operandType = i.Operands[0].Type;
        if (i.Op is >= Opcode.SignExtend and <= Opcode.IntToPointer)
            return Convert(i.Op, operandType, i.Type, v[0]);
        if (i.Op == Opcode.Select)
            return v[0] != 0 ? v[1] : v[2];
        if (i.Op.IsComparison())
            return Compare(i.Op, operandType, v[0], v[1]) ? 1 : 0;
        long bits = operandType.Kind switch
        {
            ScalarKind.Float32 => BitConverter.SingleToInt32Bits(Float(i.Op, Array.ConvertAll(v, Single))),
            ScalarKind.Float64 =>
                BitConverter.DoubleToInt64Bits(Float(i.Op, Array.ConvertAll(v, BitConverter.Int64BitsToDouble))),
            ScalarKind.Int64 => Integer<long, ulong>(i.Op, v, 64, bits => bits, bits => (ulong)bits),
            ScalarKind.Int32 => Integer<int, uint>(i.Op, v, 32, bits => (int)bits, bits => (uint)bits),
            ScalarKind.Int16 => Integer<short, ushort>(i.Op, v, 16, bits => (short)bits, bits => (ushort)bits),
            ScalarKind.Int8 => Integer<sbyte, byte>(i.Op, v, 8, bits => (sbyte)bits, bits => (byte)bits),
            _ => Boolean(i.Op, v),
        };
        return new Constant(i.Type, bits).Bits;
    }

    private static float Single(long bits) => BitConverter.Int32BitsToSingle((int)bits);

    private static long Boolean(Opcode op, long[] v) => op switch
    {
        Opcode.And => v[0] & v[1],
        Opcode.Or => v[0] | v[1],
        Opcode.Xor => v[0] ^ v[1],
        Opcode.Not => 1 - v[0],
        _ => throw Unknown(op),
    };

    private static long Integer<TSigned,
        TUnsigned>(Opcode op, long[] v, int width, Func<long, TSigned> signed, Func<long, TUnsigned> unsigned)
        where TSigned : IBinaryInteger<TSigned>
        where TUnsigned : IBinaryInteger<TUnsigned>
    {
        var (a, b) = (signed(v[0]), signed(v.Length > 1 ? v[1] : 0));
        var (ua, ub) = (unsigned(v[0]), unsigned(v.Length > 1 ? v[1] : 0));
        int shift = v.Length > 1 ? (int)v[1] & (width - 1) : 0;
        long S(TSigned value) => long.CreateTruncating(value);
        long U(TUnsigned value) => (long)ulong.CreateTruncating(value);
        return op switch
        {
            Opcode.Add => S(unchecked(a + b)),
            Opcode.Sub => S(unchecked(a - b)),
            Opcode.Mul => S(unchecked(a * b)),
            Opcode.Neg => S(unchecked(-a)),
            Opcode.Abs => S(a < TSigned.Zero ? unchecked(-a) : a),
            Opcode.Min => S(TSigned.Min(a, b)),
            Opcode.Max => S(TSigned.Max(a, b)),
            Opcode.MinU => U(TUnsigned.Min(ua, ub)),
            Opcode.MaxU => U(TUnsigned.Max(ua, ub)),
            Opcode.MulHighU => unchecked((int)(((ulong)U(ua) * (ulong)U(ub)) >> 32)),
            Opcode.Div => S(a / b),
            Opcode.Rem => S(a % b),
            Opcode.DivU => U(ua / ub),
            Opcode.RemU => U(ua % ub),
            Opcode.And => v[0] & v[1],
            Opcode.Or => v[0] | v[1],
            Opcode.Xor => v[0] ^ v[1],
            Opcode.Not => ~v[0],
            Opcode.Shl => S(a << shift),
            Opcode.Shr => S(a >> shift),
            Opcode.ShrU => U(ua >> shift),
            Opcode.PopCount => U(TUnsigned.PopCount(ua)),
            Opcode.LeadingZeros => U(TUnsigned.LeadingZeroCount(ua)),
            Opcode.TrailingZeros => U(TUnsigned.TrailingZeroCount(ua)),
            _ => throw Unknown(op),
        };
    }

    private static T Float<T>(Opcode op, T[] v)
        where T : IFloatingPointIeee754<T> => op switch
    {
        Opcode.Add => v[0] + v[1],
        Opcode.Sub => v[0] - v[1],
        Opcode.Mul => v[0] * v[1],
        Opcode.Div => v[0] / v[1],
        Opcode.Rem => v[0] % v[1],
        Opcode.Neg => -v[0],
        Opcode.Abs => T.Abs(v[0]),
        Opcode.Min => T.Min(v[0], v[1]),
        Opcode.Max => T.Max(v[0], v[1]),
        Opcode.Fma => T.FusedMultiplyAdd(v[0], v[1], v[2]),
        Opcode.Sqrt => T.Sqrt(v[0]),
        Opcode.Floor => T.Floor(v[0]),
        Opcode.Ceiling => T.Ceiling(v[0]),
        Opcode.RoundToZero => T.Truncate(v[0]),
        Opcode.RoundEven => T.Round(v[0]),
        Opcode.CopySign => T.CopySign(v[0], v[1]),
        Opcode.Rcp => T.One / v[0],
        Opcode.Rsqrt => T.One / T.Sqrt(v[0]),
        Opcode.Exp => T.Exp(v[0]),
        Opcode.Exp2 => T.Exp2(v[0]),
        Opcode.Log => T.Log(v[0]),
        Opcode.Log2 => T.Log2(v[0]),
        Opcode.Log10 => T.Log10(v[0]),
        Opcode.Pow => T.Pow(v[0], v[1]),
        Opcode.Sin => T.Sin(v[0]),
        Opcode.Cos => T.Cos(v[0]),
        Opcode.Tan => T.Tan(v[0]),
        Opcode.Sinh => T.Sinh(v[0]),
        Opcode.Cosh => T.Cosh(v[0]),
        Opcode.Tanh => T.Tanh(v[0]),
        Opcode.Asin => T.Asin(v[0]),
        Opcode.Acos => T.Acos(v[0]),
        Opcode.Atan => T.Atan(v[0]),
        Opcode.Atan2 => T.Atan2(v[0], v[1]),
        _ => throw Unknown(op),
    };

    private static bool Compare(Opcode op, IRType type, long a, long b) => type.Kind switch
    {
        ScalarKind.Float32 => CompareFloats(op, Single(a), Single(b)),
        ScalarKind.Float64 => CompareFloats(op, BitConverter.Int64BitsToDouble(a), BitConverter.Int64BitsToDouble(b)),
        // Sign extension keeps the unsigned order, too.
        _ => op switch
        {
            Opcode.Eq => a == b,
            Opcode.Ne => a != b,
            Opcode.Lt => a < b,
            Opcode.Le => a <= b,
            Opcode.Gt => a > b,
            Opcode.Ge => a >= b,
            Opcode.LtU => (ulong)a < (ulong)b,
            Opcode.LeU => (ulong)a <= (ulong)b,
            Opcode.GtU => (ulong)a > (ulong)b,
            _ => (ulong)a >= (ulong)b,
        },
    };

    private static bool CompareFloats(Opcode op, double a, double b)
    {
        bool unordered = double.IsNaN(a) || double.IsNaN(b);
        return op switch
        {
            Opcode.Eq => a == b,
            Opcode.Ne => unordered || a != b,
            Opcode.Lt => a < b,
            Opcode.Le => a <= b,
            Opcode.Gt => a > b,
            Opcode.Ge => a >= b,
            Opcode.LtU => unordered || a < b,
            Opcode.LeU => unordered || a <= b,
            Opcode.GtU => unordered || a > b,
            _ => unordered || a >= b,
        };
    }

    private static long Convert(Opcode op, IRType from, IRType to, long bits)
    {
        ulong unsigned = from.IsInteger && from.Bits < 64 ? (ulong)bits & ((1ul << from.Bits) - 1) : (ulong)bits;
        double number = from.Kind == ScalarKind.Float32 ? Single(bits) : BitConverter.Int64BitsToDouble(bits);
        long result = op switch
        {
            Opcode.SignExtend => from == IRType.Int1 ? -bits : bits,
            Opcode.ZeroExtend => (long)unsigned,
            Opcode.SignedToFloat when to == IRType.Float32 => BitConverter.SingleToInt32Bits(bits),
            Opcode.SignedToFloat => BitConverter.DoubleToInt64Bits(bits),
            Opcode.UnsignedToFloat when to == IRType.Float32 => BitConverter.SingleToInt32Bits(unsigned),
            Opcode.UnsignedToFloat => BitConverter.DoubleToInt64Bits(unsigned),
            Opcode.FloatConvert when to == IRType.Float32 => BitConverter.SingleToInt32Bits((float)number),
            Opcode.FloatConvert => BitConverter.DoubleToInt64Bits(number),
            Opcode.FloatToSigned => to == IRType.Int32 ? int.CreateSaturating(number) : long.CreateSaturating(number),
            Opcode.FloatToUnsigned =>
                to == IRType.Int32 ? uint.CreateSaturating(number) : (long)ulong.CreateSaturating(number),
            _ => bits,
        };
        return new Constant(to, result).Bits;
    }

    private static InvalidOperationException Unknown(Opcode op) => new($"{op} has no meaning on these types.");
}
