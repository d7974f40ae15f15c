using System.Numerics;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Tests.BackendsSimd;

/// <summary>Every arithmetic opcode over edge values, against the C# expression it stands for.</summary>
public class OpcodeTests
{
    private static readonly sbyte[] Bytes = [0, 1, -1, 2, 7, -7, 63, 127, -128, -127];
    private static readonly short[] Shorts = [0, 1, -1, 2, 300, -300, 255, short.MaxValue, short.MinValue];
    private static readonly int[] Ints = [0, 1, -1, 2, 31, 32, 33, -33, 65535, 1 << 24, (1 << 24) + 1, int.MaxValue, int.MinValue, int.MinValue + 1];
    private static readonly long[] Longs = [0, 1, -1, 63, 64, 1L << 32, (1L << 53) + 1, -(1L << 40), long.MaxValue, long.MinValue, 0x7fffff4000000001];
    private static readonly float[] Floats =
    [
        0f, -0f, 1f, -1f, 0.5f, -0.5f, 1.5f, 2.5f, -2.5f, 3.1415927f, 1e-45f, -1e-40f, 1e30f, -1e30f, 2147483648f, -2147483904f, 4294967296f,
        9.3e18f, 1.9e19f, float.MaxValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN,
    ];
    private static readonly double[] Doubles =
    [
        0d, -0d, 1d, -1d, 0.5, -0.5, 1.5, 2.5, -2.5, Math.PI, 5e-324, 1e300, -1e300, 2147483647.5, -2147483648.5, 4294967295.5, 9.3e18, 1.9e19,
        double.PositiveInfinity, double.NegativeInfinity, double.NaN,
    ];

    [Fact]
    public void Arithmetic_on_int8() => Integers(IRType.Int8, Bytes, x => x, value => (sbyte)value);

    [Fact]
    public void Arithmetic_on_int16() => Integers(IRType.Int16, Shorts, x => x, value => (short)value);

    [Fact]
    public void Arithmetic_on_int32() => Integers(IRType.Int32, Ints, x => x, value => (int)value);

    [Fact]
    public void Arithmetic_on_int64() => Integers(IRType.Int64, Longs, x => x, value => value);

    private static void Integers<T>(IRType type, T[] edge, Func<T, long> widen, Func<long, T> narrow) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        int bits = type.Bits;
        ulong Unsigned(T value) => (ulong)widen(value) & (bits == 64 ? ulong.MaxValue : (1ul << bits) - 1);
        void Check(Opcode op, Func<T, T, T> expected) => Opcodes.Binary(op, type, type, edge, edge, expected);
        // Division by zero is undefined; this back end and OpenCL's give 0.
        void CheckDivision(Opcode op, Func<T, T, T> expected) => Check(op, (a, b) => b == T.Zero ? T.Zero : expected(a, b));

        Check(Opcode.Add, (a, b) => narrow(unchecked(widen(a) + widen(b))));
        Check(Opcode.Sub, (a, b) => narrow(unchecked(widen(a) - widen(b))));
        Check(Opcode.Mul, (a, b) => narrow(unchecked(widen(a) * widen(b))));
        Check(Opcode.Min, T.Min);
        Check(Opcode.Max, T.Max);
        Check(Opcode.MinU, (a, b) => Unsigned(a) < Unsigned(b) ? a : b);
        Check(Opcode.MaxU, (a, b) => Unsigned(a) > Unsigned(b) ? a : b);
        Check(Opcode.And, (a, b) => a & b);
        Check(Opcode.Or, (a, b) => a | b);
        Check(Opcode.Xor, (a, b) => a ^ b);
        CheckDivision(Opcode.Div, (a, b) => narrow(b == -T.One ? unchecked(-widen(a)) : widen(a) / widen(b)));
        CheckDivision(Opcode.Rem, (a, b) => b == -T.One ? T.Zero : narrow(widen(a) % widen(b)));
        CheckDivision(Opcode.DivU, (a, b) => narrow((long)(Unsigned(a) / Unsigned(b))));
        CheckDivision(Opcode.RemU, (a, b) => narrow((long)(Unsigned(a) % Unsigned(b))));

        Opcodes.Unary<T, T>(Opcode.Neg, type, type, edge, a => narrow(unchecked(-widen(a))));
        Opcodes.Unary<T, T>(Opcode.Abs, type, type, edge, a => narrow(widen(a) < 0 ? unchecked(-widen(a)) : widen(a)));
        Opcodes.Unary<T, T>(Opcode.Not, type, type, edge, a => ~a);
        Opcodes.Binary(Opcode.Shl, type, IRType.Int32, edge, Ints, (a, b) => narrow(widen(a) << (b & (bits - 1))));
        Opcodes.Binary(Opcode.Shr, type, IRType.Int32, edge, Ints, (a, b) => narrow(widen(a) >> (b & (bits - 1))));
        Opcodes.Binary(Opcode.ShrU, type, IRType.Int32, edge, Ints, (a, b) => narrow((long)(Unsigned(a) >> (b & (bits - 1)))));

        void Compare(Opcode op, Func<T, T, bool> expected) => Opcodes.Compare(op, type, edge, expected);
        Compare(Opcode.Eq, (a, b) => a == b);
        Compare(Opcode.Ne, (a, b) => a != b);
        Compare(Opcode.Lt, (a, b) => a < b);
        Compare(Opcode.Le, (a, b) => a <= b);
        Compare(Opcode.Gt, (a, b) => a > b);
        Compare(Opcode.Ge, (a, b) => a >= b);
        Compare(Opcode.LtU, (a, b) => Unsigned(a) < Unsigned(b));
        Compare(Opcode.LeU, (a, b) => Unsigned(a) <= Unsigned(b));
        Compare(Opcode.GtU, (a, b) => Unsigned(a) > Unsigned(b));
        Compare(Opcode.GeU, (a, b) => Unsigned(a) >= Unsigned(b));

        if (bits < 32)
        {
            Opcodes.Unary<T, int>(Opcode.SignExtend, type, IRType.Int32, edge, a => (int)widen(a));
            Opcodes.Unary<T, int>(Opcode.ZeroExtend, type, IRType.Int32, edge, a => (int)Unsigned(a));
        }
        if (bits < 64)
        {
            Opcodes.Unary<T, long>(Opcode.SignExtend, type, IRType.Int64, edge, widen);
            Opcodes.Unary<T, long>(Opcode.ZeroExtend, type, IRType.Int64, edge, a => (long)Unsigned(a));
        }
        Opcodes.Unary<T, float>(Opcode.SignedToFloat, type, IRType.Float32, edge, a => (float)widen(a));
        Opcodes.Unary<T, float>(Opcode.UnsignedToFloat, type, IRType.Float32, edge, a => (float)Unsigned(a));
        Opcodes.Unary<T, double>(Opcode.SignedToFloat, type, IRType.Float64, edge, a => (double)widen(a));
        Opcodes.Unary<T, double>(Opcode.UnsignedToFloat, type, IRType.Float64, edge, a => (double)Unsigned(a));
    }

    [Fact]
    public void Bits_of_integers()
    {
        Opcodes.Unary(Opcode.PopCount, IRType.Int32, IRType.Int32, Ints, a => BitOperations.PopCount((uint)a));
        Opcodes.Unary(Opcode.LeadingZeros, IRType.Int32, IRType.Int32, Ints, a => BitOperations.LeadingZeroCount((uint)a));
        Opcodes.Unary(Opcode.TrailingZeros, IRType.Int32, IRType.Int32, Ints, a => BitOperations.TrailingZeroCount((uint)a));
        Opcodes.Unary(Opcode.PopCount, IRType.Int64, IRType.Int32, Longs, a => BitOperations.PopCount((ulong)a));
        Opcodes.Unary(Opcode.LeadingZeros, IRType.Int64, IRType.Int32, Longs, a => BitOperations.LeadingZeroCount((ulong)a));
        Opcodes.Unary(Opcode.TrailingZeros, IRType.Int64, IRType.Int32, Longs, a => BitOperations.TrailingZeroCount((ulong)a));
        Opcodes.Unary<int, float>(Opcode.Bitcast, IRType.Int32, IRType.Float32, Ints, BitConverter.Int32BitsToSingle);
        Opcodes.Unary<long, double>(Opcode.Bitcast, IRType.Int64, IRType.Float64, Longs, BitConverter.Int64BitsToDouble);
        Opcodes.Unary<int, short>(Opcode.Truncate, IRType.Int32, IRType.Int16, Ints, a => (short)a);
        Opcodes.Unary<int, sbyte>(Opcode.Truncate, IRType.Int32, IRType.Int8, Ints, a => (sbyte)a);
        Opcodes.Unary<long, int>(Opcode.Truncate, IRType.Int64, IRType.Int32, Longs, a => (int)a);
        Opcodes.Unary<short, sbyte>(Opcode.Truncate, IRType.Int16, IRType.Int8, Shorts, a => (sbyte)a);
        Opcodes.Unary<long, byte>(Opcode.Truncate, IRType.Int64, IRType.Int1, Longs, a => (byte)(a & 1));
    }

    [Fact]
    public void Arithmetic_on_float32() => FloatingPoint(IRType.Float32, Floats);

    [Fact]
    public void Arithmetic_on_float64() => FloatingPoint(IRType.Float64, Doubles);

    private static void FloatingPoint<T>(IRType type, T[] edge) where T : unmanaged, IFloatingPointIeee754<T>
    {
        void Binary(Opcode op, Func<T, T, T> expected) => Opcodes.Binary(op, type, type, edge, edge, expected);
        void Unary(Opcode op, Func<T, T> expected) => Opcodes.Unary(op, type, type, edge, expected);
        void Compare(Opcode op, Func<T, T, bool> expected) => Opcodes.Compare(op, type, edge, expected);

        Binary(Opcode.Add, (a, b) => a + b);
        Binary(Opcode.Sub, (a, b) => a - b);
        Binary(Opcode.Mul, (a, b) => a * b);
        Binary(Opcode.Div, (a, b) => a / b);
        Binary(Opcode.Rem, (a, b) => a % b);
        Binary(Opcode.Min, T.Min);
        Binary(Opcode.Max, T.Max);
        Binary(Opcode.CopySign, T.CopySign);
        Unary(Opcode.Neg, a => -a);
        Unary(Opcode.Abs, T.Abs);
        Unary(Opcode.Sqrt, T.Sqrt);
        Unary(Opcode.Floor, T.Floor);
        Unary(Opcode.Ceiling, T.Ceiling);
        Unary(Opcode.RoundToZero, T.Truncate);
        Unary(Opcode.RoundEven, a => T.Round(a));
        Unary(Opcode.Exp, T.Exp);
        Unary(Opcode.Exp2, T.Exp2);
        Unary(Opcode.Log, T.Log);
        Unary(Opcode.Log2, T.Log2);
        Unary(Opcode.Log10, T.Log10);
        Unary(Opcode.Sin, T.Sin);
        Unary(Opcode.Cos, T.Cos);
        Unary(Opcode.Tan, T.Tan);
        Unary(Opcode.Sinh, T.Sinh);
        Unary(Opcode.Cosh, T.Cosh);
        Unary(Opcode.Tanh, T.Tanh);
        Unary(Opcode.Asin, T.Asin);
        Unary(Opcode.Acos, T.Acos);
        Unary(Opcode.Atan, T.Atan);
        Binary(Opcode.Atan2, T.Atan2);
        Binary(Opcode.Pow, T.Pow);
        Unary(Opcode.Rcp, a => T.One / a);
        Unary(Opcode.Rsqrt, a => T.One / T.Sqrt(a));

        Compare(Opcode.Eq, (a, b) => a == b);
        Compare(Opcode.Ne, (a, b) => a != b);
        Compare(Opcode.Lt, (a, b) => a < b);
        Compare(Opcode.Le, (a, b) => a <= b);
        Compare(Opcode.Gt, (a, b) => a > b);
        Compare(Opcode.Ge, (a, b) => a >= b);
        Compare(Opcode.LtU, (a, b) => !(a >= b));
        Compare(Opcode.LeU, (a, b) => !(a > b));
        Compare(Opcode.GtU, (a, b) => !(a <= b));
        Compare(Opcode.GeU, (a, b) => !(a < b));

        Opcodes.Ternary(Opcode.Fma, type, edge, T.FusedMultiplyAdd);
        Opcodes.Unary<T, int>(Opcode.FloatToSigned, type, IRType.Int32, edge, a => int.CreateSaturating(a));
        Opcodes.Unary<T, long>(Opcode.FloatToSigned, type, IRType.Int64, edge, a => long.CreateSaturating(a));
        Opcodes.Unary<T, uint>(Opcode.FloatToUnsigned, type, IRType.Int32, edge, a => uint.CreateSaturating(a));
        Opcodes.Unary<T, ulong>(Opcode.FloatToUnsigned, type, IRType.Int64, edge, a => ulong.CreateSaturating(a));
    }

    [Fact]
    public void Conversions_between_floats()
    {
        Opcodes.Unary<float, double>(Opcode.FloatConvert, IRType.Float32, IRType.Float64, Floats, a => a);
        Opcodes.Unary<double, float>(Opcode.FloatConvert, IRType.Float64, IRType.Float32, Doubles, a => (float)a);
        Opcodes.Unary<float, int>(Opcode.Bitcast, IRType.Float32, IRType.Int32, Floats, BitConverter.SingleToInt32Bits);
        Opcodes.Unary<double, long>(Opcode.Bitcast, IRType.Float64, IRType.Int64, Doubles, BitConverter.DoubleToInt64Bits);
    }

    [Fact]
    public void Logic_on_booleans()
    {
        byte[] values = [0, 1];
        Opcodes.Binary(Opcode.And, IRType.Int1, IRType.Int1, values, values, (a, b) => (byte)(a & b));
        Opcodes.Binary(Opcode.Or, IRType.Int1, IRType.Int1, values, values, (a, b) => (byte)(a | b));
        Opcodes.Binary(Opcode.Xor, IRType.Int1, IRType.Int1, values, values, (a, b) => (byte)(a ^ b));
        Opcodes.Unary(Opcode.Not, IRType.Int1, IRType.Int1, values, a => (byte)(1 - a));
        Opcodes.Unary<byte, int>(Opcode.ZeroExtend, IRType.Int1, IRType.Int32, values, a => a);
        Opcodes.Unary<byte, int>(Opcode.SignExtend, IRType.Int1, IRType.Int32, values, a => -a);
        Opcodes.Unary<byte, long>(Opcode.ZeroExtend, IRType.Int1, IRType.Int64, values, a => a);
        Opcodes.Unary<byte, float>(Opcode.UnsignedToFloat, IRType.Int1, IRType.Float32, values, a => a);
    }

    [Fact]
    public void Select_takes_one_of_two()
    {
        foreach (var type in new[] { IRType.Int8, IRType.Int16, IRType.Int32, IRType.Int64, IRType.Float32, IRType.Float64 })
        {
            var kernel = new KernelBuilder();
            var (output, input) = (kernel.Pointer("output"), kernel.Pointer("input"));
            var index = kernel.GlobalIndex();
            var value = kernel.Load(input, index, type);
            var isOdd = kernel.Emit(Opcode.Truncate, IRType.Int1, index);
            kernel.Store(output, index, kernel.Emit(Opcode.Select, type, isOdd, value, Constant.Zero(type)));
            var bytes = Enumerable.Range(0, 40 * type.Size).Select(i => (byte)(i * 37 + 1)).ToArray();
            var (from, to) = (new Pinned<byte>(bytes), new Pinned<byte>(new byte[bytes.Length]));
            kernel.Run(KernelBuilder.Launch(4, 10), to, from);
            for (int i = 0; i < bytes.Length; i++)
                Assert.Equal(i / type.Size % 2 == 1 ? bytes[i] : 0, to.Values[i]);
        }
    }
}
