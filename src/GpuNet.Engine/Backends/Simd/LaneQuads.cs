using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// Four neighbouring elements of 32 bits of every lane, as a vector for each of the four. Rows of four are brought to the
/// quarters of vectors as they are loaded; what is left is a transposition within each quarter, two steps of four
/// instructions. The numbers in the names are vector sizes in bits.
/// </summary>
internal static unsafe class LaneQuads
{
    /// <summary>The rows of every fourth lane, from the one whose row starts at a place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> QuadRows512<T>(long at, long stride) where T : unmanaged
    {
        var rows = Row(at).ToVector256Unsafe().ToVector512Unsafe();
        rows = Avx512F.InsertVector128(rows, Row(at + 4 * stride), 1);
        rows = Avx512F.InsertVector128(rows, Row(at + 8 * stride), 2);
        return Avx512F.InsertVector128(rows, Row(at + 12 * stride), 3).As<int, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> QuadRows256<T>(long at, long stride) where T : unmanaged =>
        Avx2.InsertVector128(Row(at).ToVector256Unsafe(), Row(at + 4 * stride), 1).As<int, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> QuadRows128<T>(long at, long stride) where T : unmanaged => Row(at).As<int, T>();

    /// <summary>The first two elements of each quarter of both, in turns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> QuadLow512<T>(Vector512<T> a, Vector512<T> b) where T : unmanaged =>
        Avx512F.UnpackLow(a.AsInt32(), b.AsInt32()).As<int, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> QuadLow256<T>(Vector256<T> a, Vector256<T> b) where T : unmanaged =>
        Avx2.UnpackLow(a.AsInt32(), b.AsInt32()).As<int, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> QuadLow128<T>(Vector128<T> a, Vector128<T> b) where T : unmanaged =>
        Sse2.UnpackLow(a.AsInt32(), b.AsInt32()).As<int, T>();

    /// <summary>The last two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> QuadHigh512<T>(Vector512<T> a, Vector512<T> b) where T : unmanaged =>
        Avx512F.UnpackHigh(a.AsInt32(), b.AsInt32()).As<int, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> QuadHigh256<T>(Vector256<T> a, Vector256<T> b) where T : unmanaged =>
        Avx2.UnpackHigh(a.AsInt32(), b.AsInt32()).As<int, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> QuadHigh128<T>(Vector128<T> a, Vector128<T> b) where T : unmanaged =>
        Sse2.UnpackHigh(a.AsInt32(), b.AsInt32()).As<int, T>();

    /// <summary>The first pair of each quarter of both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> QuadLowPair512<T>(Vector512<T> a, Vector512<T> b) where T : unmanaged =>
        Avx512F.UnpackLow(a.AsInt64(), b.AsInt64()).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> QuadLowPair256<T>(Vector256<T> a, Vector256<T> b) where T : unmanaged =>
        Avx2.UnpackLow(a.AsInt64(), b.AsInt64()).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> QuadLowPair128<T>(Vector128<T> a, Vector128<T> b) where T : unmanaged =>
        Sse2.UnpackLow(a.AsInt64(), b.AsInt64()).As<long, T>();

    /// <summary>The second pair.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> QuadHighPair512<T>(Vector512<T> a, Vector512<T> b) where T : unmanaged =>
        Avx512F.UnpackHigh(a.AsInt64(), b.AsInt64()).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> QuadHighPair256<T>(Vector256<T> a, Vector256<T> b) where T : unmanaged =>
        Avx2.UnpackHigh(a.AsInt64(), b.AsInt64()).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> QuadHighPair128<T>(Vector128<T> a, Vector128<T> b) where T : unmanaged =>
        Sse2.UnpackHigh(a.AsInt64(), b.AsInt64()).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Row(long at) => Vector128.Load((int*)at);
}
