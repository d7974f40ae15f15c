using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Where the largest or smallest number along the middle dimension of x [outer, axis, inner] lies: the smallest index of
/// those that are; a NaN counts as the furthest out, as in torch.argmax. Numerics: comparisons only, so that the result
/// does not depend on how the work is cut.
/// </summary>
public static class ArgExtremumKernels
{
    /// <summary>
    /// The best of each part of the axis: y [outer, parts, inner], parts in chunks of the axis that <c>lanes</c> parts walk
    /// through together, so that neighbours read neighbours and a chunk is read from one end to the other. Launch:
    /// auto-grouped, one item an element of y; <paramref name="axis"/> is at least 1. With one part, that is all there is to
    /// do.
    /// </summary>
    /// <param name="index">The item.</param>
    /// <param name="x">[outer, axis, inner].</param>
    /// <param name="y">Indices along the axis.</param>
    /// <param name="axis">Numbers along the axis.</param>
    /// <param name="inner">Slices after it.</param>
    /// <param name="parts">How many parts there are.</param>
    /// <param name="chunk">Numbers in a chunk.</param>
    /// <param name="lanes">Parts of a chunk.</param>
    /// <param name="extremum">What is the best.</param>
    public static void Parts<TExtremum, T, TMath>(
        Index1D index, ArrayView<T> x, ArrayView<int> y, int axis, int inner, int parts, int chunk, int lanes,
        TExtremum extremum)
        where TExtremum : unmanaged, IExtremum
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var slice = index.X / inner;
        var outer = slice / parts;
        var part = slice - outer * parts;
        var first = outer * axis * inner + (index.X - slice * inner);
        var start = part / lanes * chunk;
        var end = IntrinsicMath.Min(start + chunk, axis);
        // A lane for which nothing is left looks at the last number, as another does.
        var bestIndex = IntrinsicMath.Min(start + part % lanes, axis - 1);
        var best = x[first + bestIndex * inner];
        for (var k = bestIndex + lanes; k < end; k += lanes)
        {
            var value = x[first + k * inner];
            if (extremum.IsBeyond<T, TMath>(value, best))
            {
                best = value;
                bestIndex = k;
            }
        }

        y[index] = bestIndex;
    }

    /// <summary>
    /// The best of the parts' best: y [outer, inner] from candidates [outer, parts, inner]. Launch: auto-grouped, one item
    /// an element of y.
    /// </summary>
    public static void OfParts<TExtremum, T, TMath>(
        Index1D index, ArrayView<T> x, ArrayView<int> candidates, ArrayView<int> y, int axis, int inner, int parts,
        TExtremum extremum)
        where TExtremum : unmanaged, IExtremum
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var outer = index.X / inner;
        var j = index.X - outer * inner;
        var first = outer * axis * inner + j;
        var bestIndex = candidates[outer * parts * inner + j];
        var best = x[first + bestIndex * inner];
        for (var part = 1; part < parts; part++)
        {
            var k = candidates[(outer * parts + part) * inner + j];
            var value = x[first + k * inner];
            var ties = !extremum.IsBeyond<T, TMath>(best, value) & k < bestIndex;
            if (extremum.IsBeyond<T, TMath>(value, best) | ties)
            {
                best = value;
                bestIndex = k;
            }
        }

        y[index] = bestIndex;
    }
}
