using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// The upper halves of the products of unsigned integers of 32 bits: those of the even lanes and those of the odd ones are
/// multiplied apart, and come together in one shuffle. The numbers in the names are vector sizes in bits.
/// </summary>
internal static class LaneProducts
{
    /// <summary>The method for vectors of an API's lanes.</summary>
    public static MethodInfo UpperHalf(VectorApi api) => typeof(LaneProducts).GetMethod($"UpperHalf{api.Bytes * 8}")!;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> UpperHalf512(Vector512<int> a, Vector512<int> b)
    {
        var even = Avx512F.Multiply(a.AsUInt32(), b.AsUInt32());
        var odd = Avx512F.Multiply((a.AsUInt64() >>> 32).AsUInt32(), (b.AsUInt64() >>> 32).AsUInt32());
        var upper = Vector512.Create(1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31);
        return Avx512F.PermuteVar16x32x2(even.AsInt32(), upper, odd.AsInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> UpperHalf256(Vector256<int> a, Vector256<int> b)
    {
        var even = Avx2.Multiply(a.AsUInt32(), b.AsUInt32());
        var odd = Avx2.Multiply((a.AsUInt64() >>> 32).AsUInt32(), (b.AsUInt64() >>> 32).AsUInt32());
        return Avx2.Blend((even >>> 32).AsInt32(), odd.AsInt32(), 0b1010_1010);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> UpperHalf128(Vector128<int> a, Vector128<int> b)
    {
        var even = Sse2.Multiply(a.AsUInt32(), b.AsUInt32());
        var odd = Sse2.Multiply((a.AsUInt64() >>> 32).AsUInt32(), (b.AsUInt64() >>> 32).AsUInt32());
        return Avx2.Blend((even >>> 32).AsInt32(), odd.AsInt32(), 0b1010);
    }
}
