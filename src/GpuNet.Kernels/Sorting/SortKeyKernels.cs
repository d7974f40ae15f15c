using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Numbers as integers of the same order, so that sorting knows integers only: -inf first, -0 and +0 equal, NaN last.
/// </summary>
/// <remarks>
/// keys[o, j, k] = key of x[o, k, j]: the lines to be sorted, of x [outer, axis, inner], lie one behind the other. A
/// <c>flip</c> of -1 reverses the order, equal keys staying equal; 0 keeps it. Launch: auto-grouped, one item an element
/// of x. Numerics: bits only, so that denormals keep their place whatever a device does with them.
/// </remarks>
public static class SortKeyKernels
{
    /// <summary>Keys of singles.</summary>
    public static void OfSingles(
        Index1D index, ArrayView<float> x, ArrayView<int> keys, int axis, int inner, int flip)
    {
        var bits = (int)Interop.FloatAsInt(x[index]);
        var magnitude = bits & 0x7FFFFFFF;
        var key = bits < 0 ? -magnitude : magnitude;
        keys[Place(index, axis, inner)] = (magnitude > 0x7F800000 ? 0x7FFFFFFF : key) ^ flip;
    }

    /// <summary>Keys of doubles.</summary>
    public static void OfDoubles(
        Index1D index, ArrayView<double> x, ArrayView<long> keys, int axis, int inner, int flip)
    {
        var bits = (long)Interop.FloatAsInt(x[index]);
        var magnitude = bits & 0x7FFFFFFFFFFFFFFF;
        var key = bits < 0 ? -magnitude : magnitude;
        keys[Place(index, axis, inner)] = (magnitude > 0x7FF0000000000000 ? 0x7FFFFFFFFFFFFFFF : key) ^ flip;
    }

    /// <summary>Keys of integers: the integers themselves.</summary>
    public static void OfIntegers(Index1D index, ArrayView<int> x, ArrayView<int> keys, int axis, int inner, int flip) =>
        keys[Place(index, axis, inner)] = x[index] ^ flip;

    /// <summary>Keys of 64-bit integers: the integers themselves.</summary>
    public static void OfLongs(Index1D index, ArrayView<long> x, ArrayView<long> keys, int axis, int inner, int flip) =>
        keys[Place(index, axis, inner)] = x[index] ^ flip;

    private static int Place(int index, int axis, int inner)
    {
        var slice = index / inner;
        var outer = slice / axis;
        return (outer * inner + (index - slice * inner)) * axis + (slice - outer * axis);
    }
}
