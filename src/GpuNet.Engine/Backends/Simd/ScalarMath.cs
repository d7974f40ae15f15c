using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>The opcodes that are calls: to the BCL where it has them, otherwise to the few methods below.</summary>
internal static class ScalarMath
{
    private const int Kinds = (int)ScalarKind.Pointer + 1;

    private static readonly MethodInfo?[] Found = new MethodInfo?[((int)Opcode.Assembly + 1) * Kinds];

    /// <param name="op">Which operation.</param>
    /// <param name="type">Of its operands.</param>
    public static MethodInfo Of(Opcode op, IRType type) => Found[(int)op * Kinds + (int)type.Kind] ??= Find(op, type.Kind).Method;

    /// <summary>
    /// The minimum with -0 where that is a constant: .NET 10's just-in-time compiler takes 0 for less than it there, so it must not see the constant.
    /// </summary>
    public static MethodInfo LesserThanNegativeZero(IRType type) => type == IRType.Float32
        ? Method<Func<float, float, float>>(Lesser)
        : Method<Func<double, double, double>>(Lesser);

    public static MethodInfo Bitcast(IRType from) => from.Kind switch
    {
        ScalarKind.Float32 => Method<Func<float, int>>(BitConverter.SingleToInt32Bits),
        ScalarKind.Float64 => Method<Func<double, long>>(BitConverter.DoubleToInt64Bits),
        ScalarKind.Int32 => Method<Func<int, float>>(BitConverter.Int32BitsToSingle),
        _ => Method<Func<long, double>>(BitConverter.Int64BitsToDouble),
    };

    private static MethodInfo Method<T>(T method) where T : Delegate => method.Method;

    // A delegate is made of the method that is asked for alone: making all of them would take milliseconds.
    private static Delegate Find(Opcode op, ScalarKind kind) => kind switch
    {
        ScalarKind.Float32 => Single(op),
        ScalarKind.Float64 => Double(op),
        ScalarKind.Int64 => Long(op),
        _ => Int(op),
    };

    private static Delegate Single(Opcode op) => op switch
    {
        Opcode.Min => (Func<float, float, float>)MathF.Min,
        Opcode.Max => (Func<float, float, float>)MathF.Max,
        Opcode.Abs => (Func<float, float>)MathF.Abs,
        Opcode.Fma => (Func<float, float, float, float>)MathF.FusedMultiplyAdd,
        Opcode.Sqrt => (Func<float, float>)MathF.Sqrt,
        Opcode.Floor => (Func<float, float>)MathF.Floor,
        Opcode.Ceiling => (Func<float, float>)MathF.Ceiling,
        Opcode.RoundToZero => (Func<float, float>)MathF.Truncate,
        Opcode.RoundEven => (Func<float, float>)MathF.Round,
        Opcode.CopySign => (Func<float, float, float>)MathF.CopySign,
        Opcode.Rcp => (Func<float, float>)Reciprocal,
        Opcode.Rsqrt => (Func<float, float>)ReciprocalSqrt,
        Opcode.Exp => (Func<float, float>)MathF.Exp,
        Opcode.Exp2 => (Func<float, float>)float.Exp2,
        Opcode.Log => (Func<float, float>)MathF.Log,
        Opcode.Log2 => (Func<float, float>)MathF.Log2,
        Opcode.Log10 => (Func<float, float>)MathF.Log10,
        Opcode.Pow => (Func<float, float, float>)MathF.Pow,
        Opcode.Sin => (Func<float, float>)MathF.Sin,
        Opcode.Cos => (Func<float, float>)MathF.Cos,
        Opcode.Tan => (Func<float, float>)MathF.Tan,
        Opcode.Sinh => (Func<float, float>)MathF.Sinh,
        Opcode.Cosh => (Func<float, float>)MathF.Cosh,
        Opcode.Tanh => (Func<float, float>)MathF.Tanh,
        Opcode.Asin => (Func<float, float>)MathF.Asin,
        Opcode.Acos => (Func<float, float>)MathF.Acos,
        Opcode.Atan => (Func<float, float>)MathF.Atan,
        Opcode.Atan2 => (Func<float, float, float>)MathF.Atan2,
        _ => throw new NotSupportedException($"{op} of float is no call"),
    };

    private static Delegate Double(Opcode op) => op switch
    {
        Opcode.Min => (Func<double, double, double>)Math.Min,
        Opcode.Max => (Func<double, double, double>)Math.Max,
        Opcode.Abs => (Func<double, double>)Math.Abs,
        Opcode.Fma => (Func<double, double, double, double>)Math.FusedMultiplyAdd,
        Opcode.Sqrt => (Func<double, double>)Math.Sqrt,
        Opcode.Floor => (Func<double, double>)Math.Floor,
        Opcode.Ceiling => (Func<double, double>)Math.Ceiling,
        Opcode.RoundToZero => (Func<double, double>)Math.Truncate,
        Opcode.RoundEven => (Func<double, double>)Math.Round,
        Opcode.CopySign => (Func<double, double, double>)Math.CopySign,
        Opcode.Rcp => (Func<double, double>)Reciprocal,
        Opcode.Rsqrt => (Func<double, double>)ReciprocalSqrt,
        Opcode.Exp => (Func<double, double>)Math.Exp,
        Opcode.Exp2 => (Func<double, double>)double.Exp2,
        Opcode.Log => (Func<double, double>)Math.Log,
        Opcode.Log2 => (Func<double, double>)Math.Log2,
        Opcode.Log10 => (Func<double, double>)Math.Log10,
        Opcode.Pow => (Func<double, double, double>)Math.Pow,
        Opcode.Sin => (Func<double, double>)Math.Sin,
        Opcode.Cos => (Func<double, double>)Math.Cos,
        Opcode.Tan => (Func<double, double>)Math.Tan,
        Opcode.Sinh => (Func<double, double>)Math.Sinh,
        Opcode.Cosh => (Func<double, double>)Math.Cosh,
        Opcode.Tanh => (Func<double, double>)Math.Tanh,
        Opcode.Asin => (Func<double, double>)Math.Asin,
        Opcode.Acos => (Func<double, double>)Math.Acos,
        Opcode.Atan => (Func<double, double>)Math.Atan,
        Opcode.Atan2 => (Func<double, double, double>)Math.Atan2,
        _ => throw new NotSupportedException($"{op} of double is no call"),
    };

    private static Delegate Int(Opcode op) => op switch
    {
        Opcode.Min => (Func<int, int, int>)Math.Min,
        Opcode.Max => (Func<int, int, int>)Math.Max,
        Opcode.MinU => (Func<uint, uint, uint>)Math.Min,
        Opcode.MaxU => (Func<uint, uint, uint>)Math.Max,
        Opcode.Abs => (Func<int, int>)WrappingAbs,
        Opcode.Div => (Func<int, int, int>)Divide,
        Opcode.Rem => (Func<int, int, int>)Remainder,
        Opcode.DivU => (Func<uint, uint, uint>)DivideUnsigned,
        Opcode.RemU => (Func<uint, uint, uint>)RemainderUnsigned,
        Opcode.PopCount => (Func<uint, int>)BitOperations.PopCount,
        Opcode.LeadingZeros => (Func<uint, int>)BitOperations.LeadingZeroCount,
        Opcode.TrailingZeros => (Func<uint, int>)BitOperations.TrailingZeroCount,
        Opcode.MulHighU => (Func<uint, uint, uint>)UpperHalf,
        _ => throw new NotSupportedException($"{op} of int is no call"),
    };

    private static Delegate Long(Opcode op) => op switch
    {
        Opcode.Min => (Func<long, long, long>)Math.Min,
        Opcode.Max => (Func<long, long, long>)Math.Max,
        Opcode.MinU => (Func<ulong, ulong, ulong>)Math.Min,
        Opcode.MaxU => (Func<ulong, ulong, ulong>)Math.Max,
        Opcode.Abs => (Func<long, long>)WrappingAbs,
        Opcode.Div => (Func<long, long, long>)Divide,
        Opcode.Rem => (Func<long, long, long>)Remainder,
        Opcode.DivU => (Func<ulong, ulong, ulong>)DivideUnsigned,
        Opcode.RemU => (Func<ulong, ulong, ulong>)RemainderUnsigned,
        Opcode.PopCount => (Func<ulong, int>)BitOperations.PopCount,
        Opcode.LeadingZeros => (Func<ulong, int>)BitOperations.LeadingZeroCount,
        Opcode.TrailingZeros => (Func<ulong, int>)BitOperations.TrailingZeroCount,
        _ => throw new NotSupportedException($"{op} of long is no call"),
    };

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

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static float Lesser(float a, float b) => MathF.Min(a, b);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Lesser(double a, double b) => Math.Min(a, b);

    private static float Reciprocal(float value) => 1f / value;
    private static double Reciprocal(double value) => 1d / value;
    private static float ReciprocalSqrt(float value) => 1f / MathF.Sqrt(value);
    private static double ReciprocalSqrt(double value) => 1d / Math.Sqrt(value);
}
