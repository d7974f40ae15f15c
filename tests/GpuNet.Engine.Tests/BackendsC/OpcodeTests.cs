using System.Numerics;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Tests.BackendsC;

/// <summary>Every scalar opcode on the device against the C# operation that it stands for, over edge values.</summary>
public class OpcodeTests
{
    private static readonly int[] Ints = [0, 1, -1, 2, 3, 7, -5, 31, 33, 65535, 1 << 30, int.MaxValue, int.MinValue, int.MinValue + 1, 0x12345678, -559038737];
    private static readonly long[] Longs = [0, 1, -1, 3, -7, 63, uint.MaxValue, int.MinValue, 1L << 62, long.MaxValue, long.MinValue, 0x123456789abcdef0, -1234567890123];
    private static readonly sbyte[] Bytes = [0, 1, -1, 2, 7, 100, 127, -128, -127, 85];
    private static readonly short[] Shorts = [0, 1, -1, 2, 15, 300, 32767, -32768, -32767, 12345];
    private static readonly float[] Floats =
    [
        0f, -0f, 1f, -1f, 0.1f, -2.5f, 0.5f, 1.5f, 2.5f, -0.5f, 3.7f, 1e-40f, float.Epsilon, -float.Epsilon, 1e20f, -1e20f, 16777217f, 8388607.5f, 2147483648f, -2147483904f, 4294967296f,
        9.223372e18f, 1.8446744e19f, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN, MathF.PI,
    ];
    private static readonly double[] Doubles =
    [
        0, -0.0, 1, -1, 0.1, 2.5, -2.5, 0.5, 1e-310, double.Epsilon, 1e300, 2147483647.5, -2147483648.9, 4294967295.5, 9.2233720368547758e18, 1.8446744073709552e19,
        double.MaxValue, double.MinValue, double.PositiveInfinity, double.NegativeInfinity, double.NaN, Math.E,
    ];

    private static readonly IRType I1 = IRType.Int1, I8 = IRType.Int8, I16 = IRType.Int16, I32 = IRType.Int32, I64 = IRType.Int64, F32 = IRType.Float32, F64 = IRType.Float64;

    [Fact]
    public void Int8_arithmetic_wraps() => Arithmetic(I8, Bytes);

    [Fact]
    public void Int16_arithmetic_wraps() => Arithmetic(I16, Shorts);

    [Fact]
    public void Int32_arithmetic_wraps() => Arithmetic(I32, Ints);

    [Fact]
    public void Int64_arithmetic_wraps() => Arithmetic(I64, Longs);

    private static void Arithmetic<T>(IRType type, T[] values)
        where T : unmanaged, IBinaryInteger<T>
    {
        var batch = new OpcodeBatch<T>(type, values);
        batch.Binary(Opcode.Add, (a, b) => unchecked(a + b));
        batch.Binary(Opcode.Sub, (a, b) => unchecked(a - b));
        batch.Binary(Opcode.Mul, (a, b) => unchecked(a * b));
        batch.Binary(Opcode.And, (a, b) => a & b);
        batch.Binary(Opcode.Or, (a, b) => a | b);
        batch.Binary(Opcode.Xor, (a, b) => a ^ b);
        batch.Binary(Opcode.Min, (a, b) => T.Min(a, b));
        batch.Binary(Opcode.Max, (a, b) => T.Max(a, b));
        // Division by zero is undefined; here it does not bring the process down, and gives 0.
        batch.Binary(Opcode.Div, (a, b) => T.IsZero(b) ? T.Zero : b == -T.One ? unchecked(-a) : a / b);
        batch.Binary(Opcode.Rem, (a, b) => T.IsZero(b) || b == -T.One ? T.Zero : a % b);
        batch.Unary(Opcode.Neg, type, a => unchecked(-a));
        batch.Unary(Opcode.Not, type, a => ~a);
        batch.Unary(Opcode.Abs, type, a => T.IsNegative(a) ? unchecked(-a) : a);
        batch.Run();
    }

    [Fact]
    public void Unsigned_opcodes_read_the_bits_as_unsigned()
    {
        var ints = new OpcodeBatch<int>(I32, Ints);
        ints.Binary(Opcode.DivU, (a, b) => b == 0 ? 0 : (int)((uint)a / (uint)b));
        ints.Binary(Opcode.RemU, (a, b) => b == 0 ? 0 : (int)((uint)a % (uint)b));
        ints.Binary(Opcode.MinU, (a, b) => (int)Math.Min((uint)a, (uint)b));
        ints.Binary(Opcode.MaxU, (a, b) => (int)Math.Max((uint)a, (uint)b));
        ints.Run();
        var longs = new OpcodeBatch<long>(I64, Longs);
        longs.Binary(Opcode.DivU, (a, b) => b == 0 ? 0 : (long)((ulong)a / (ulong)b));
        longs.Binary(Opcode.RemU, (a, b) => b == 0 ? 0 : (long)((ulong)a % (ulong)b));
        longs.Binary(Opcode.MinU, (a, b) => (long)Math.Min((ulong)a, (ulong)b));
        longs.Run();
        var bytes = new OpcodeBatch<sbyte>(I8, Bytes);
        bytes.Binary(Opcode.MinU, (a, b) => (sbyte)Math.Min((byte)a, (byte)b));
        bytes.Binary(Opcode.RemU, (a, b) => b == 0 ? (sbyte)0 : (sbyte)((byte)a % (byte)b));
        bytes.Run();
        var shorts = new OpcodeBatch<short>(I16, Shorts);
        shorts.Binary(Opcode.MaxU, (a, b) => (short)Math.Max((ushort)a, (ushort)b));
        shorts.Binary(Opcode.DivU, (a, b) => b == 0 ? (short)0 : (short)((ushort)a / (ushort)b));
        shorts.Run();
    }

    [Fact]
    public void Shift_counts_are_masked()
    {
        Shifts(I8, Bytes, (a, n) => (sbyte)(a << (n & 7)), (a, n) => (sbyte)(a >> (n & 7)), (a, n) => (sbyte)((byte)a >> (n & 7)));
        Shifts(I16, Shorts, (a, n) => (short)(a << (n & 15)), (a, n) => (short)(a >> (n & 15)), (a, n) => (short)((ushort)a >> (n & 15)));
        Shifts(I32, Ints, (a, n) => a << n, (a, n) => a >> n, (a, n) => a >>> n);
        Shifts(I64, Longs, (a, n) => a << n, (a, n) => a >> n, (a, n) => a >>> n);
    }

    private static void Shifts<T>(IRType type, T[] values, Func<T, int, object> left, Func<T, int, object> right, Func<T, int, object> unsigned)
        where T : unmanaged, IBinaryInteger<T>
    {
        var batch = new OpcodeBatch<T>(type, values);
        foreach (var (op, expected) in ((Opcode, Func<T, int, object>)[])[(Opcode.Shl, left), (Opcode.Shr, right), (Opcode.ShrU, unsigned)])
        {
            foreach (int count in (int[])[0, 1, 5, 7, 31, 32, 33, 63, 64, -1])
                batch.Add($"{op} by {count}", type, (k, a, _) => k.Op(op, type, a, Constant.Int32(count)), (a, _) => expected(a, count));
            batch.Add($"{op}", type, (k, a, b) => k.Op(op, type, a, AsInt(k, b)), (a, b) => expected(a, int.CreateTruncating(b)));
        }
        batch.Run();

        static Value AsInt(KernelText k, Value value) =>
            value.Type == I32 ? value : k.Op(value.Type == I64 ? Opcode.Truncate : Opcode.SignExtend, I32, value);
    }

    [Fact]
    public void Bits_are_counted()
    {
        var ints = new OpcodeBatch<int>(I32, Ints);
        ints.Unary(Opcode.PopCount, I32, a => BitOperations.PopCount((uint)a));
        ints.Unary(Opcode.LeadingZeros, I32, a => BitOperations.LeadingZeroCount((uint)a));
        ints.Unary(Opcode.TrailingZeros, I32, a => BitOperations.TrailingZeroCount(a));
        ints.Run();
        var longs = new OpcodeBatch<long>(I64, Longs);
        longs.Unary(Opcode.PopCount, I32, a => BitOperations.PopCount((ulong)a));
        longs.Unary(Opcode.LeadingZeros, I32, a => BitOperations.LeadingZeroCount((ulong)a));
        longs.Unary(Opcode.TrailingZeros, I32, a => BitOperations.TrailingZeroCount(a));
        longs.Run();
    }

    [Fact]
    public void Float_arithmetic_is_exact_to_the_bit()
    {
        var batch = new OpcodeBatch<float>(F32, Floats);
        batch.Binary(Opcode.Add, (a, b) => a + b);
        batch.Binary(Opcode.Sub, (a, b) => a - b);
        batch.Binary(Opcode.Mul, (a, b) => a * b);
        batch.Binary(Opcode.Div, (a, b) => a / b);
        batch.Binary(Opcode.Rem, (a, b) => a % b);
        batch.Binary(Opcode.Min, (a, b) => MathF.Min(a, b));
        batch.Binary(Opcode.Max, (a, b) => MathF.Max(a, b));
        batch.Binary(Opcode.CopySign, (a, b) => MathF.CopySign(a, b));
        batch.Unary(Opcode.Neg, F32, a => -a);
        batch.Unary(Opcode.Abs, F32, a => MathF.Abs(a));
        batch.Unary(Opcode.Sqrt, F32, a => MathF.Sqrt(a));
        batch.Unary(Opcode.Floor, F32, a => MathF.Floor(a));
        batch.Unary(Opcode.Ceiling, F32, a => MathF.Ceiling(a));
        batch.Unary(Opcode.RoundToZero, F32, a => MathF.Truncate(a));
        batch.Unary(Opcode.RoundEven, F32, a => MathF.Round(a));
        batch.Unary(Opcode.Rcp, F32, a => 1 / a);
        batch.Run();
    }

    [Fact]
    public void Double_arithmetic_is_exact_to_the_bit()
    {
        var batch = new OpcodeBatch<double>(F64, Doubles);
        batch.Binary(Opcode.Add, (a, b) => a + b);
        batch.Binary(Opcode.Mul, (a, b) => a * b);
        batch.Binary(Opcode.Div, (a, b) => a / b);
        batch.Binary(Opcode.Rem, (a, b) => a % b);
        batch.Binary(Opcode.Min, (a, b) => Math.Min(a, b));
        batch.Binary(Opcode.Max, (a, b) => Math.Max(a, b));
        batch.Unary(Opcode.Neg, F64, a => -a);
        batch.Unary(Opcode.Sqrt, F64, a => Math.Sqrt(a));
        batch.Unary(Opcode.RoundEven, F64, a => Math.Round(a));
        batch.Run();
    }

    [Fact]
    public void Fma_rounds_once_and_nothing_else_is_fused()
    {
        var batch = new OpcodeBatch<float>(F32, Floats);
        foreach (float c in (float[])[0f, -0f, 1f, -1f, 0.1f, 1e-40f, float.PositiveInfinity])
            batch.Add("fma", F32, (k, a, b) => k.Op(Opcode.Fma, F32, a, b, Constant.Float32(c)), (a, b) => MathF.FusedMultiplyAdd(a, b, c));
        batch.Run();
        float[] nearOne = [1 + 1f / 4096, 1 - 1f / 4096, 1.0000001f];
        var unfused = new OpcodeBatch<float>(F32, nearOne);
        unfused.Add("a * b - 1", F32, (k, a, b) => k.Add(k.Mul(a, b), Constant.Float32(-1)), (a, b) => (float)(a * b) + -1f);
        unfused.Run();
    }

    [Fact]
    public void Min_and_Max_of_variables_and_constants_follow_one_rule()
    {
        var batch = new OpcodeBatch<float>(F32, Floats);
        foreach (float limit in Floats)
        {
            // The constant on the left, and one on the right whose operand is an expression.
            batch.Add($"max({limit}, a)", F32, (k, a, _) => k.Op(Opcode.Max, F32, Constant.Float32(limit), a), (a, _) => MathF.Max(limit, a));
            batch.Add($"min(-a, {limit})", F32, (k, a, _) => k.Op(Opcode.Min, F32, k.Op(Opcode.Neg, F32, a), Constant.Float32(limit)), (a, _) => MathF.Min(-a, limit));
        }
        batch.Run();
    }

    [Fact]
    public void Comparisons_of_floats_treat_NaN_as_unordered()
    {
        var batch = new OpcodeBatch<float>(F32, Floats);
        batch.Binary(Opcode.Eq, I1, (a, b) => a == b);
        batch.Binary(Opcode.Ne, I1, (a, b) => a != b);
        batch.Binary(Opcode.Lt, I1, (a, b) => a < b);
        batch.Binary(Opcode.Le, I1, (a, b) => a <= b);
        batch.Binary(Opcode.Gt, I1, (a, b) => a > b);
        batch.Binary(Opcode.Ge, I1, (a, b) => a >= b);
        batch.Binary(Opcode.LtU, I1, (a, b) => !(a >= b));
        batch.Binary(Opcode.LeU, I1, (a, b) => !(a > b));
        batch.Binary(Opcode.GtU, I1, (a, b) => !(a <= b));
        batch.Binary(Opcode.GeU, I1, (a, b) => !(a < b));
        batch.Add("not", I1, (k, a, b) => k.Op(Opcode.Not, I1, k.Op(Opcode.Lt, I1, a, b)), (a, b) => !(a < b));
        batch.Run();
    }

    [Fact]
    public void Comparisons_of_integers_are_signed_or_unsigned()
    {
        Compare(I8, Bytes, a => (byte)a);
        Compare(I16, Shorts, a => (ushort)a);
        Compare(I32, Ints, a => (uint)a);
        Compare(I64, Longs, a => (ulong)a);
    }

    private static void Compare<T>(IRType type, T[] values, Func<T, ulong> unsigned)
        where T : unmanaged, IBinaryInteger<T>
    {
        var batch = new OpcodeBatch<T>(type, values);
        batch.Binary(Opcode.Eq, I1, (a, b) => a == b);
        batch.Binary(Opcode.Ne, I1, (a, b) => a != b);
        batch.Binary(Opcode.Lt, I1, (a, b) => a < b);
        batch.Binary(Opcode.Ge, I1, (a, b) => a >= b);
        batch.Binary(Opcode.LtU, I1, (a, b) => unsigned(a) < unsigned(b));
        batch.Binary(Opcode.GeU, I1, (a, b) => unsigned(a) >= unsigned(b));
        batch.Add("not", I1, (k, a, b) => k.Op(Opcode.Not, I1, k.Op(Opcode.LeU, I1, a, b)), (a, b) => unsigned(a) > unsigned(b));
        batch.Add("a + b < b", I1, (k, a, b) => k.Op(Opcode.Lt, I1, k.Add(a, b), b), (a, b) => unchecked(a + b) < b);
        batch.Run();
    }

    [Fact]
    public void Integer_conversions_keep_their_bits()
    {
        var bytes = new OpcodeBatch<sbyte>(I8, Bytes);
        bytes.Unary(Opcode.SignExtend, I32, a => (int)a);
        bytes.Unary(Opcode.ZeroExtend, I32, a => (int)(byte)a);
        bytes.Unary(Opcode.SignExtend, I64, a => (long)a);
        bytes.Unary(Opcode.ZeroExtend, I16, a => (short)(byte)a);
        bytes.Run();
        var ints = new OpcodeBatch<int>(I32, Ints);
        ints.Unary(Opcode.SignExtend, I64, a => (long)a);
        ints.Unary(Opcode.ZeroExtend, I64, a => (long)(uint)a);
        ints.Unary(Opcode.Truncate, I8, a => (sbyte)a);
        ints.Unary(Opcode.Truncate, I16, a => (short)a);
        ints.Unary(Opcode.Truncate, I1, a => (a & 1) != 0);
        ints.Unary(Opcode.Bitcast, F32, a => BitConverter.Int32BitsToSingle(a));
        ints.Add("bool to int", I32, (k, a, _) => k.Op(Opcode.ZeroExtend, I32, k.Op(Opcode.Truncate, I1, a)), (a, _) => a & 1);
        ints.Add("bool to long", I64, (k, a, _) => k.Op(Opcode.SignExtend, I64, k.Op(Opcode.Truncate, I1, a)), (a, _) => -(long)(a & 1));
        ints.Add("sum to long", I64, (k, a, b) => k.Op(Opcode.SignExtend, I64, k.Add(a, b)), (a, b) => (long)unchecked(a + b));
        ints.Add("sum to ulong", I64, (k, a, b) => k.Op(Opcode.ZeroExtend, I64, k.Add(a, b)), (a, b) => (long)(uint)unchecked(a + b));
        ints.Run();
        var longs = new OpcodeBatch<long>(I64, Longs);
        longs.Unary(Opcode.Truncate, I32, a => (int)a);
        longs.Unary(Opcode.Bitcast, F64, a => BitConverter.Int64BitsToDouble(a));
        longs.Run();
    }

    [Fact]
    public void Float_conversions_saturate_and_turn_NaN_into_zero()
    {
        var floats = new OpcodeBatch<float>(F32, Floats);
        floats.Unary(Opcode.FloatToSigned, I32, a => (int)a);
        floats.Unary(Opcode.FloatToUnsigned, I32, a => (int)(uint)a);
        floats.Unary(Opcode.FloatToSigned, I64, a => (long)a);
        floats.Unary(Opcode.FloatToUnsigned, I64, a => (long)(ulong)a);
        floats.Unary(Opcode.FloatConvert, F64, a => (double)a);
        floats.Unary(Opcode.Bitcast, I32, a => BitConverter.SingleToInt32Bits(a));
        floats.Run();
        var doubles = new OpcodeBatch<double>(F64, Doubles);
        doubles.Unary(Opcode.FloatToSigned, I32, a => (int)a);
        doubles.Unary(Opcode.FloatToUnsigned, I32, a => (int)(uint)a);
        doubles.Unary(Opcode.FloatToSigned, I64, a => (long)a);
        doubles.Unary(Opcode.FloatToUnsigned, I64, a => (long)(ulong)a);
        doubles.Unary(Opcode.FloatConvert, F32, a => (float)a);
        doubles.Run();
    }

    [Fact]
    public void Integers_convert_to_the_nearest_float()
    {
        var ints = new OpcodeBatch<int>(I32, Ints);
        ints.Unary(Opcode.SignedToFloat, F32, a => (float)a);
        ints.Unary(Opcode.UnsignedToFloat, F32, a => (float)(uint)a);
        ints.Run();
        var longs = new OpcodeBatch<long>(I64, Longs);
        longs.Unary(Opcode.SignedToFloat, F32, a => (float)a);
        longs.Unary(Opcode.UnsignedToFloat, F64, a => (double)(ulong)a);
        longs.Run();
        var bytes = new OpcodeBatch<sbyte>(I8, Bytes);
        bytes.Unary(Opcode.SignedToFloat, F32, a => (float)a);
        bytes.Unary(Opcode.UnsignedToFloat, F32, a => (float)(byte)a);
        bytes.Run();
    }

    [Fact]
    public void Select_chooses_between_values_of_either_sign()
    {
        var batch = new OpcodeBatch<int>(I32, Ints);
        batch.Add("select", I64, (k, a, b) => k.Long(k.Op(Opcode.Select, I32, k.Op(Opcode.Lt, I1, a, b), k.Add(a, b), b)), (a, b) => (long)(a < b ? unchecked(a + b) : b));
        batch.Add("nested", I32,
            (k, a, b) => k.Op(Opcode.Select, I32, k.Op(Opcode.Eq, I1, a, b), k.Op(Opcode.Select, I32, k.Op(Opcode.Gt, I1, a, Constant.Int32(0)), a, b), k.Op(Opcode.Xor, I32, a, b)),
            (a, b) => a == b ? a > 0 ? a : b : a ^ b);
        batch.Run();
    }

    [Fact]
    public void Approximate_functions_are_close()
    {
        (Opcode Op, Func<double, double> Expected)[] functions =
        [
            (Opcode.Exp, Math.Exp), (Opcode.Exp2, x => Math.Pow(2, x)), (Opcode.Log, Math.Log), (Opcode.Log2, Math.Log2), (Opcode.Log10, Math.Log10),
            (Opcode.Sin, Math.Sin), (Opcode.Cos, Math.Cos), (Opcode.Tan, Math.Tan), (Opcode.Sinh, Math.Sinh), (Opcode.Cosh, Math.Cosh), (Opcode.Tanh, Math.Tanh),
            (Opcode.Asin, Math.Asin), (Opcode.Acos, Math.Acos), (Opcode.Atan, Math.Atan), (Opcode.Rsqrt, x => 1 / Math.Sqrt(x)),
        ];
        float[] inputs = [0.125f, 0.25f, 0.5f, 0.9f];
        var text = new KernelText("functions");
        Value source = text.View("source"), target = text.View("target");
        var i = text.Long(text.LocalId());
        var x = text.Load(F32, text.At(source, i, 4));
        for (int number = 0; number < functions.Length; number++)
            text.Store(text.At(target, i, 4, number * inputs.Length * 4), text.Op(functions[number].Op, F32, x));
        var results = new float[functions.Length * inputs.Length];
        OpenCl.ClTestDevice.Required().Run(text.Program(), inputs.Length, inputs, results);
        for (int index = 0; index < results.Length; index++)
            Assert.Equal(functions[index / inputs.Length].Expected(inputs[index % inputs.Length]), results[index], 4e-6);
    }
}
