using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// Loads from one address for each lane, under a mask: memory of other lanes is not touched. The numbers in the names are
/// vector sizes in bits; elements of 32 bits take two vectors of addresses, of 64 bits one.
/// </summary>
internal static unsafe class LaneGather
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Gather512<T>(Vector512<long> lower, Vector512<long> upper, Vector512<T> mask) where T : unmanaged => LaneMemory.Join(
        Gather256(lower.GetLower(), lower.GetUpper(), mask.GetLower()), Gather256(upper.GetLower(), upper.GetUpper(), mask.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Gather256<T>(Vector256<long> lower, Vector256<long> upper, Vector256<T> mask) where T : unmanaged =>
        Vector256.Create(Four(lower, mask.GetLower().AsInt32()), Four(upper, mask.GetUpper().AsInt32())).As<int, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Gather128<T>(Vector128<long> lower, Vector128<long> upper, Vector128<T> mask) where T : unmanaged =>
        Four(Vector256.Create(lower, upper), mask.AsInt32()).As<int, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> GatherWide512<T>(Vector512<long> addresses, Vector512<T> mask) where T : unmanaged => LaneMemory.Join(
        GatherWide256(addresses.GetLower(), mask.GetLower()), GatherWide256(addresses.GetUpper(), mask.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> GatherWide256<T>(Vector256<long> addresses, Vector256<T> mask) where T : unmanaged =>
        Avx2.GatherMaskVector256(default, (long*)null, addresses, mask.AsInt64(), 1).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> GatherWide128<T>(Vector128<long> addresses, Vector128<T> mask) where T : unmanaged =>
        Avx2.GatherMaskVector128(default, (long*)null, addresses, mask.AsInt64(), 1).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Four(Vector256<long> addresses, Vector128<int> mask) =>
        Avx2.GatherMaskVector128(default, (int*)null, addresses, mask, 1);
}
