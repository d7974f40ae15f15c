using System.Numerics;
using System.Reflection;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>The opcodes that are calls: to the BCL where it has them, otherwise to the few methods below.</summary>
internal static class ScalarMath
{
    private static readonly Dictionary<(Opcode, ScalarKind), MethodInfo> Methods = Table();

    /// <param name="op">Which operation.</param>
    /// <param name="type">Of its operands.</param>
    public static MethodInfo Of(Opcode op, IRType type) => Methods[(op, type.Kind)];

    public static MethodInfo Bitcast(IRType from) => from.Kind switch
    {
        ScalarKind.Float32 => Method<Func<float, int>>(BitConverter.SingleToInt32Bits),
        ScalarKind.Float64 => Method<Func<double, long>>(BitConverter.DoubleToInt64Bits),
        ScalarKind.Int32 => Method<Func<int, float>>(BitConverter.Int32BitsToSingle),
        _ => Method<Func<long, double>>(BitConverter.Int64BitsToDouble),
    };

    private static MethodInfo Method<T>(T method) where T : Delegate => method.Method;

    private static Dictionary<(Opcode, ScalarKind), MethodInfo> Table()
    {
        var table = new Dictionary<(Opcode, ScalarKind), MethodInfo>();
        void Floats(Opcode op, Delegate single, Delegate @double)
        {
            table[(op, ScalarKind.Float32)] = single.Method;
            table[(op, ScalarKind.Float64)] = @double.Method;
        }
        void Integers(Opcode op, Delegate @int, Delegate @long)
        {
            foreach (var kind in new[] { ScalarKind.Int8, ScalarKind.Int16, ScalarKind.Int32 })
                table[(op, kind)] = @int.Method;
            table[(op, ScalarKind.Int64)] = @long.Method;
        }
        void Unary(Opcode op, Func<float, float> single, Func<double, double> @double) => Floats(op, single, @double);
        void Binary(Opcode op, Func<float, float, float> single, Func<double, double, double> @double) => Floats(op, single, @double);

        Binary(Opcode.Min, MathF.Min, Math.Min);
        Binary(Opcode.Max, MathF.Max, Math.Max);
        Unary(Opcode.Abs, MathF.Abs, Math.Abs);
        Integers(Opcode.Min, (Func<int, int, int>)Math.Min, (Func<long, long, long>)Math.Min);
        Integers(Opcode.Max, (Func<int, int, int>)Math.Max, (Func<long, long, long>)Math.Max);
        Integers(Opcode.MinU, (Func<uint, uint, uint>)Math.Min, (Func<ulong, ulong, ulong>)Math.Min);
        Integers(Opcode.MaxU, (Func<uint, uint, uint>)Math.Max, (Func<ulong, ulong, ulong>)Math.Max);
        table[(Opcode.MulHighU, ScalarKind.Int32)] = ((Func<uint, uint, uint>)UpperHalf).Method;
        Integers(Opcode.Abs, (Func<int, int>)WrappingAbs, (Func<long, long>)WrappingAbs);
        Integers(Opcode.Div, (Func<int, int, int>)Divide, (Func<long, long, long>)Divide);
        Integers(Opcode.Rem, (Func<int, int, int>)Remainder, (Func<long, long, long>)Remainder);
        Integers(Opcode.DivU, (Func<uint, uint, uint>)DivideUnsigned, (Func<ulong, ulong, ulong>)DivideUnsigned);
        Integers(Opcode.RemU, (Func<uint, uint, uint>)RemainderUnsigned, (Func<ulong, ulong, ulong>)RemainderUnsigned);
        Integers(Opcode.PopCount, (Func<uint, int>)BitOperations.PopCount, (Func<ulong, int>)BitOperations.PopCount);
        Integers(Opcode.LeadingZeros, (Func<uint, int>)BitOperations.LeadingZeroCount, (Func<ulong, int>)BitOperations.LeadingZeroCount);
        Integers(Opcode.TrailingZeros, (Func<uint, int>)BitOperations.TrailingZeroCount, (Func<ulong, int>)BitOperations.TrailingZeroCount);

        Floats(Opcode.Fma, (Func<float, float, float, float>)MathF.FusedMultiplyAdd, (Func<double, double, double, double>)Math.FusedMultiplyAdd);
        Unary(Opcode.Sqrt, MathF.Sqrt, Math.Sqrt);
        Unary(Opcode.Floor, MathF.Floor, Math.Floor);
        Unary(Opcode.Ceiling, MathF.Ceiling, Math.Ceiling);
        Unary(Opcode.RoundToZero, MathF.Truncate, Math.Truncate);
        Unary(Opcode.RoundEven, MathF.Round, Math.Round);
        Binary(Opcode.CopySign, MathF.CopySign, Math.CopySign);

        Unary(Opcode.Rcp, Reciprocal, Reciprocal);
        Unary(Opcode.Rsqrt, ReciprocalSqrt, ReciprocalSqrt);
        Unary(Opcode.Exp, MathF.Exp, Math.Exp);
        Unary(Opcode.Exp2, float.Exp2, double.Exp2);
        Unary(Opcode.Log, MathF.Log, Math.Log);
        Unary(Opcode.Log2, MathF.Log2, Math.Log2);
        Unary(Opcode.Log10, MathF.Log10, Math.Log10);
        Binary(Opcode.Pow, MathF.Pow, Math.Pow);
        Unary(Opcode.Sin, MathF.Sin, Math.Sin);
        Unary(Opcode.Cos, MathF.Cos, Math.Cos);
        Unary(Opcode.Tan, MathF.Tan, Math.Tan);
        Unary(Opcode.Sinh, MathF.Sinh, Math.Sinh);
        Unary(Opcode.Cosh, MathF.Cosh, Math.Cosh);
        Unary(Opcode.Tanh, MathF.Tanh, Math.Tanh);
        Unary(Opcode.Asin, MathF.Asin, Math.Asin);
        Unary(Opcode.Acos, MathF.Acos, Math.Acos);
        Unary(Opcode.Atan, MathF.Atan, Math.Atan);
        Binary(Opcode.Atan2, MathF.Atan2, Math.Atan2);
        return table;
    }

    private static uint UpperHalf(uint a, uint b) => (uint)(((ulong)a * b) >> 32);

    /// <summary><see cref="Math.Abs(int)"/> throws for the smallest value; devices wrap.</summary>
    private static int WrappingAbs(int value) => value < 0 ? unchecked(-value) : value;
    private static long WrappingAbs(long value) => value < 0 ? unchecked(-value) : value;

    // As on devices, nothing traps: x / 0 and x % 0 are 0, and the smallest value over -1 wraps.
    private static int Divide(int a, int b) => b == 0 ? 0 : b == -1 ? unchecked(-a) : a / b;
    private static long Divide(long a, long b) => b == 0 ? 0 : b == -1 ? unchecked(-a) : a / b;
    private static int Remainder(int a, int b) => b is 0 or -1 ? 0 : a % b;
    private static long Remainder(long a, long b) => b is 0 or -1 ? 0 : a % b;
    private static uint DivideUnsigned(uint a, uint b) => b == 0 ? 0 : a / b;
    private static ulong DivideUnsigned(ulong a, ulong b) => b == 0 ? 0 : a / b;
    private static uint RemainderUnsigned(uint a, uint b) => b == 0 ? 0 : a % b;
    private static ulong RemainderUnsigned(ulong a, ulong b) => b == 0 ? 0 : a % b;

    private static float Reciprocal(float value) => 1f / value;
    private static double Reciprocal(double value) => 1d / value;
    private static float ReciprocalSqrt(float value) => 1f / MathF.Sqrt(value);
    private static double ReciprocalSqrt(double value) => 1d / Math.Sqrt(value);
}
