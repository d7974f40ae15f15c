using System.Runtime.CompilerServices;
using ILGPU.AtomicOperations;

namespace ILGPU;

// Every operation returns the old value. These bodies serve debug mode; in compiled kernels they are intrinsics.
public static partial class Atomic
{
    public static int Add(ref int target, int value) => Interlocked.Add(ref target, value) - value;

    public static long Add(ref long target, long value) => Interlocked.Add(ref target, value) - value;

    public static uint Add(ref uint target, uint value) => Interlocked.Add(ref target, value) - value;

    public static ulong Add(ref ulong target, ulong value) => Interlocked.Add(ref target, value) - value;

    public static float Add(ref float target, float value) =>
        MakeAtomic(ref target, value, default(AddOperation<float>), default(CompareExchangeFloat));

    public static double Add(ref double target, double value) =>
        MakeAtomic(ref target, value, default(AddOperation<double>), default(CompareExchangeDouble));

    public static int Max(ref int target, int value) =>
        MakeAtomic(ref target, value, default(MaxOperation<int>), default(CompareExchangeInt32));

    public static long Max(ref long target, long value) =>
        MakeAtomic(ref target, value, default(MaxOperation<long>), default(CompareExchangeInt64));

    public static uint Max(ref uint target, uint value) =>
        MakeAtomic(ref target, value, default(MaxOperation<uint>), default(CompareExchangeUInt32));

    public static ulong Max(ref ulong target, ulong value) =>
        MakeAtomic(ref target, value, default(MaxOperation<ulong>), default(CompareExchangeUInt64));

    public static float Max(ref float target, float value) =>
        MakeAtomic(ref target, value, default(MaxOperation<float>), default(CompareExchangeFloat));

    public static double Max(ref double target, double value) =>
        MakeAtomic(ref target, value, default(MaxOperation<double>), default(CompareExchangeDouble));

    public static int Min(ref int target, int value) =>
        MakeAtomic(ref target, value, default(MinOperation<int>), default(CompareExchangeInt32));

    public static long Min(ref long target, long value) =>
        MakeAtomic(ref target, value, default(MinOperation<long>), default(CompareExchangeInt64));

    public static uint Min(ref uint target, uint value) =>
        MakeAtomic(ref target, value, default(MinOperation<uint>), default(CompareExchangeUInt32));

    public static ulong Min(ref ulong target, ulong value) =>
        MakeAtomic(ref target, value, default(MinOperation<ulong>), default(CompareExchangeUInt64));

    // .NET 10's just-in-time compiler takes 0 for less than -0 where it sees that as a constant: it must not.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static float Min(ref float target, float value) =>
        MakeAtomic(ref target, value, default(MinOperation<float>), default(CompareExchangeFloat));

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double Min(ref double target, double value) =>
        MakeAtomic(ref target, value, default(MinOperation<double>), default(CompareExchangeDouble));

    public static int And(ref int target, int value) => Interlocked.And(ref target, value);

    public static long And(ref long target, long value) => Interlocked.And(ref target, value);

    public static uint And(ref uint target, uint value) => Interlocked.And(ref target, value);

    public static ulong And(ref ulong target, ulong value) => Interlocked.And(ref target, value);

    public static int Or(ref int target, int value) => Interlocked.Or(ref target, value);

    public static long Or(ref long target, long value) => Interlocked.Or(ref target, value);

    public static uint Or(ref uint target, uint value) => Interlocked.Or(ref target, value);

    public static ulong Or(ref ulong target, ulong value) => Interlocked.Or(ref target, value);

    public static int Xor(ref int target, int value) =>
        MakeAtomic(ref target, value, default(XorOperation<int>), default(CompareExchangeInt32));

    public static long Xor(ref long target, long value) =>
        MakeAtomic(ref target, value, default(XorOperation<long>), default(CompareExchangeInt64));

    public static uint Xor(ref uint target, uint value) =>
        MakeAtomic(ref target, value, default(XorOperation<uint>), default(CompareExchangeUInt32));

    public static ulong Xor(ref ulong target, ulong value) =>
        MakeAtomic(ref target, value, default(XorOperation<ulong>), default(CompareExchangeUInt64));

    public static int Exchange(ref int target, int value) => Interlocked.Exchange(ref target, value);

    public static long Exchange(ref long target, long value) => Interlocked.Exchange(ref target, value);

    public static uint Exchange(ref uint target, uint value) => Interlocked.Exchange(ref target, value);

    public static ulong Exchange(ref ulong target, ulong value) => Interlocked.Exchange(ref target, value);

    public static float Exchange(ref float target, float value) => Interlocked.Exchange(ref target, value);

    public static double Exchange(ref double target, double value) => Interlocked.Exchange(ref target, value);

    public static int CompareExchange(ref int target, int compare, int value) =>
        Interlocked.CompareExchange(ref target, value, compare);

    public static long CompareExchange(ref long target, long compare, long value) =>
        Interlocked.CompareExchange(ref target, value, compare);

    public static uint CompareExchange(ref uint target, uint compare, uint value) =>
        Interlocked.CompareExchange(ref target, value, compare);

    public static ulong CompareExchange(ref ulong target, ulong compare, ulong value) =>
        Interlocked.CompareExchange(ref target, value, compare);

    public static float CompareExchange(ref float target, float compare, float value) =>
        Interlocked.CompareExchange(ref target, value, compare);

    public static double CompareExchange(ref double target, double compare, double value) =>
        Interlocked.CompareExchange(ref target, value, compare);
}
