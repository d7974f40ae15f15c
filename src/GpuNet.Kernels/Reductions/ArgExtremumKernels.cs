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
    /// The best of each chunk of the axis: y [outer, chunks, inner]. Launch: auto-grouped, one item an element of y;
    /// <paramref name="axis"/> is at least 1. With one chunk, that is all there is to do.
    /// </summary>
    /// <param name="index">The item.</param>
    /// <param name="x">[outer, axis, inner].</param>
    /// <param name="y">Indices along the axis.</param>
    /// <param name="axis">Numbers along the axis.</param>
    /// <param name="inner">Slices after it.</param>
    /// <param name="chunks">How many chunks there are, none empty.</param>
    /// <param name="chunk">Numbers in a chunk.</param>
    /// <param name="extremum">What is the best.</param>
    public static void Chunks<TExtremum, T, TMath>(
        Index1D index, ArrayView<T> x, ArrayView<int> y, int axis, int inner, int chunks, int chunk, TExtremum extremum)
        where TExtremum : unmanaged, IExtremum
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var slice = index.X / inner;
        var outer = slice / chunks;
        var first = outer * axis * inner + (index.X - slice * inner);
        var bestIndex = (slice - outer * chunks) * chunk;
        var end = IntrinsicMath.Min(bestIndex + chunk, axis);
        var best = x[first + bestIndex * inner];
        for (var k = bestIndex + 1; k < end; k++)
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
    /// The same of lines, x [outer, axis], by groups: an item takes every so many numbers of a chunk, so that neighbours read
    /// neighbours. y [outer, chunks, group size]. Launch: explicitly grouped, groups of any size, one a chunk.
    /// </summary>
    public static void LineChunks<TExtremum, T, TMath>(
        ArrayView<T> x, ArrayView<int> y, int axis, int chunks, int chunk, TExtremum extremum)
        where TExtremum : unmanaged, IExtremum
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var outer = Grid.IdxX / chunks;
        var start = (Grid.IdxX - outer * chunks) * chunk;
        var end = IntrinsicMath.Min(start + chunk, axis);
        var line = outer * axis;
        // An item for which nothing is left looks at the chunk's last number, as another does.
        var bestIndex = IntrinsicMath.Min(start + Group.IdxX, end - 1);
        var best = x[line + bestIndex];
        for (var k = start + Group.DimX + Group.IdxX; k < end; k += Group.DimX)
        {
            var value = x[line + k];
            if (extremum.IsBeyond<T, TMath>(value, best))
            {
                best = value;
                bestIndex = k;
            }
        }

        y[Grid.IdxX * Group.DimX + Group.IdxX] = bestIndex;
    }

    /// <summary>
    /// The best of so many candidates each: y [outer, ceil(parts / taken), inner] from candidates [outer, parts, inner]. Launch:
    /// auto-grouped, one item an element of y.
    /// </summary>
    public static void OfParts<TExtremum, T, TMath>(
        Index1D index, ArrayView<T> x, ArrayView<int> candidates, ArrayView<int> y, int axis, int inner, int parts, int taken,
        TExtremum extremum)
        where TExtremum : unmanaged, IExtremum
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var slice = index.X / inner;
        var j = index.X - slice * inner;
        var results = (parts + taken - 1) / taken;
        var outer = slice / results;
        var part = (slice - outer * results) * taken;
        var end = IntrinsicMath.Min(part + taken, parts);
        var first = outer * axis * inner + j;
        var bestIndex = candidates[(outer * parts + part) * inner + j];
        var best = x[first + bestIndex * inner];
        for (part++; part < end; part++)
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
