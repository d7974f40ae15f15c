using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>Memory operations that the portable vector classes lack. The numbers in the names are vector sizes in bits.</summary>
internal static unsafe class LaneMemory
{
    /// <summary>Neighbouring 8- or 16-bit integers, sign-extended.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> LoadSmall512<T>(T* at) where T : unmanaged => sizeof(T) == 1
        ? Avx512F.ConvertToVector512Int32(Vector128.Load((sbyte*)at))
        : Avx512F.ConvertToVector512Int32(Vector256.Load((short*)at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> LoadSmall256<T>(T* at) where T : unmanaged =>
        sizeof(T) == 1 ? Avx2.ConvertToVector256Int32((sbyte*)at) : Avx2.ConvertToVector256Int32((short*)at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> LoadSmall128<T>(T* at) where T : unmanaged =>
        sizeof(T) == 1 ? Sse41.ConvertToVector128Int32((sbyte*)at) : Sse41.ConvertToVector128Int32((short*)at);

    /// <summary>Stores the low 8 or 16 bits of each lane side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSmall512<T>(T* at, Vector512<int> value) where T : unmanaged
    {
        if (sizeof(T) == 1)
            Avx512F.ConvertToVector128SByte(value).Store((sbyte*)at);
        else
            Avx512F.ConvertToVector256Int16(value).Store((short*)at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSmall256<T>(T* at, Vector256<int> value) where T : unmanaged
    {
        var shorts = Vector128.Narrow(value.GetLower(), value.GetUpper());
        if (sizeof(T) == 1)
            *(long*)at = Vector128.Narrow(shorts, shorts).AsInt64().ToScalar();
        else
            shorts.Store((short*)at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSmall128<T>(T* at, Vector128<int> value) where T : unmanaged
    {
        var shorts = Vector128.Narrow(value, value);
        if (sizeof(T) == 1)
            *(int*)at = Vector128.Narrow(shorts, shorts).AsInt32().ToScalar();
        else
            *(long*)at = shorts.AsInt64().ToScalar();
    }

    /// <summary>Elements at equal distances in bytes: faster than gathers on most processors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> LoadStrided512<T>(long at, long stride) where T : unmanaged =>
        Join(LoadStrided256<T>(at, stride), LoadStrided256<T>(at + stride * (32 / sizeof(T)), stride));

    /// <summary>
    /// Two halves as one. <c>Vector512.Create</c> does the same, by calls in methods as large as a kernel's; and where there is a
    /// call, even one that is never reached, vectors live in memory rather than in registers.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Join<T>(Vector256<T> lower, Vector256<T> upper) where T : unmanaged =>
        Avx512F.InsertVector256(lower.AsInt64().ToVector512Unsafe(), upper.AsInt64(), 1).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> LoadStrided256<T>(long at, long stride) where T : unmanaged =>
        Vector256.Create(LoadStrided128<T>(at, stride), LoadStrided128<T>(at + stride * (16 / sizeof(T)), stride));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> LoadStrided128<T>(long at, long stride) where T : unmanaged => sizeof(T) == 4
        ? Vector128.Create(*(int*)at, *(int*)(at + stride), *(int*)(at + 2 * stride), *(int*)(at + 3 * stride)).As<int, T>()
        : Vector128.Create(*(long*)at, *(long*)(at + stride)).As<long, T>();

    /// <summary>Neighbouring elements of the lanes in a mask; the memory of the others is not touched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load512<T>(T* at, Vector512<T> mask) where T : unmanaged => sizeof(T) == 4
        ? Avx512F.MaskLoad((int*)at, mask.AsInt32(), default).As<int, T>()
        : Avx512F.MaskLoad((long*)at, mask.AsInt64(), default).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load256<T>(T* at, Vector256<T> mask) where T : unmanaged => sizeof(T) == 4
        ? Avx2.MaskLoad((int*)at, mask.AsInt32()).As<int, T>()
        : Avx2.MaskLoad((long*)at, mask.AsInt64()).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Load128<T>(T* at, Vector128<T> mask) where T : unmanaged => sizeof(T) == 4
        ? Avx2.MaskLoad((int*)at, mask.AsInt32()).As<int, T>()
        : Avx2.MaskLoad((long*)at, mask.AsInt64()).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store512<T>(T* at, Vector512<T> mask, Vector512<T> value) where T : unmanaged
    {
        if (sizeof(T) == 4)
            Avx512F.MaskStore((int*)at, mask.AsInt32(), value.AsInt32());
        else
            Avx512F.MaskStore((long*)at, mask.AsInt64(), value.AsInt64());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store256<T>(T* at, Vector256<T> mask, Vector256<T> value) where T : unmanaged
    {
        if (sizeof(T) == 4)
            Avx2.MaskStore((int*)at, mask.AsInt32(), value.AsInt32());
        else
            Avx2.MaskStore((long*)at, mask.AsInt64(), value.AsInt64());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store128<T>(T* at, Vector128<T> mask, Vector128<T> value) where T : unmanaged
    {
        if (sizeof(T) == 4)
            Avx2.MaskStore((int*)at, mask.AsInt32(), value.AsInt32());
        else
            Avx2.MaskStore((long*)at, mask.AsInt64(), value.AsInt64());
    }
}
