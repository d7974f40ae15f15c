using System.Reflection;
using System.Runtime.CompilerServices;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>Atomics on global memory: (address, value) -> old value. Groups run on several threads at once.</summary>
internal static unsafe class AtomicOps
{
    public static MethodInfo Of(AtomicKind kind, IRType type) =>
        Find(kind.ToString(), type) ?? throw new NotSupportedException($"An atomic {kind} of {type} does not exist.");

    public static MethodInfo CompareExchange(IRType type) => Find(nameof(CompareExchange), type)!;

    private static MethodInfo? Find(string name, IRType type) => typeof(AtomicOps)
        .GetMethods(BindingFlags.Static | BindingFlags.NonPublic)
        .FirstOrDefault(method => method.Name == name && method.ReturnType == Il.ClrType(type));

    private static int CompareExchange(int* at, int comparand, int value) => Interlocked.CompareExchange(ref *at, value, comparand);
    private static long CompareExchange(long* at, long comparand, long value) => Interlocked.CompareExchange(ref *at, value, comparand);

    // By bits, as devices do: a comparand of NaN can match, and 0 does not match -0.
    private static float CompareExchange(float* at, float comparand, float value) => BitConverter.Int32BitsToSingle(
        CompareExchange((int*)at, BitConverter.SingleToInt32Bits(comparand), BitConverter.SingleToInt32Bits(value)));
    private static double CompareExchange(double* at, double comparand, double value) => BitConverter.Int64BitsToDouble(
        CompareExchange((long*)at, BitConverter.DoubleToInt64Bits(comparand), BitConverter.DoubleToInt64Bits(value)));

    private static int Exchange(int* at, int value) => Interlocked.Exchange(ref *at, value);
    private static long Exchange(long* at, long value) => Interlocked.Exchange(ref *at, value);
    private static float Exchange(float* at, float value) => Interlocked.Exchange(ref *at, value);
    private static double Exchange(double* at, double value) => Interlocked.Exchange(ref *at, value);

    private static int Add(int* at, int value) => unchecked(Interlocked.Add(ref *at, value) - value);
    private static long Add(long* at, long value) => unchecked(Interlocked.Add(ref *at, value) - value);
    private static float Add(float* at, float value) => Update<float, Adder>(at, value);
    private static double Add(double* at, double value) => Update<double, Adder>(at, value);

    private static int And(int* at, int value) => Interlocked.And(ref *at, value);
    private static long And(long* at, long value) => Interlocked.And(ref *at, value);
    private static int Or(int* at, int value) => Interlocked.Or(ref *at, value);
    private static long Or(long* at, long value) => Interlocked.Or(ref *at, value);
    private static int Xor(int* at, int value) => Update<int, Xorer>(at, value);
    private static long Xor(long* at, long value) => Update<long, Xorer>(at, value);

    private static int Min(int* at, int value) => Update<int, Minimum>(at, value);
    private static long Min(long* at, long value) => Update<long, Minimum>(at, value);
    private static float Min(float* at, float value) => Update<float, Minimum>(at, value);
    private static double Min(double* at, double value) => Update<double, Minimum>(at, value);
    private static int Max(int* at, int value) => Update<int, Maximum>(at, value);
    private static long Max(long* at, long value) => Update<long, Maximum>(at, value);
    private static float Max(float* at, float value) => Update<float, Maximum>(at, value);
    private static double Max(double* at, double value) => Update<double, Maximum>(at, value);
    private static int MinU(int* at, int value) => (int)Update<uint, Minimum>((uint*)at, (uint)value);
    private static long MinU(long* at, long value) => (long)Update<ulong, Minimum>((ulong*)at, (ulong)value);
    private static int MaxU(int* at, int value) => (int)Update<uint, Maximum>((uint*)at, (uint)value);
    private static long MaxU(long* at, long value) => (long)Update<ulong, Maximum>((ulong*)at, (ulong)value);

    private interface ICombine
    {
        static abstract T Apply<T>(T old, T value) where T : System.Numerics.INumber<T>;
    }

    private readonly struct Adder : ICombine
    {
        public static T Apply<T>(T old, T value) where T : System.Numerics.INumber<T> => old + value;
    }

    private readonly struct Minimum : ICombine
    {
        public static T Apply<T>(T old, T value) where T : System.Numerics.INumber<T> => T.Min(old, value);
    }

    private readonly struct Maximum : ICombine
    {
        public static T Apply<T>(T old, T value) where T : System.Numerics.INumber<T> => T.Max(old, value);
    }

    private readonly struct Xorer : ICombine
    {
        public static T Apply<T>(T old, T value) where T : System.Numerics.INumber<T> =>
            Unsafe.SizeOf<T>() == 4
                ? Unsafe.BitCast<int, T>(Unsafe.BitCast<T, int>(old) ^ Unsafe.BitCast<T, int>(value))
                : Unsafe.BitCast<long, T>(Unsafe.BitCast<T, long>(old) ^ Unsafe.BitCast<T, long>(value));
    }

    // The just-in-time compiler must not see a constant -0: it would take 0 for the lesser one.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T Update<T, TCombine>(T* at, T value)
        where T : unmanaged, System.Numerics.INumber<T> where TCombine : struct, ICombine
    {
        while (true)
        {
            T old = *at;
            T wanted = TCombine.Apply(old, value);
            if (sizeof(T) == 4
                ? Interlocked.CompareExchange(ref *(int*)at, Unsafe.BitCast<T, int>(wanted), Unsafe.BitCast<T, int>(old)) == Unsafe.BitCast<T, int>(old)
                : Interlocked.CompareExchange(ref *(long*)at, Unsafe.BitCast<T, long>(wanted), Unsafe.BitCast<T, long>(old)) == Unsafe.BitCast<T, long>(old))
                return old;
        }
    }
}
