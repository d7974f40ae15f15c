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
    /// The best of every <c>parts</c>-th element from each of the first ones on: y [outer, parts, inner]. Launch:
    /// auto-grouped, one item an element of y; <paramref name="axis"/> is at least <paramref name="parts"/>, that at least
    /// 1. With one part this is all there is to do.
    /// </summary>
    public static void Parts<TExtremum, T, TMath>(
        Index1D index, ArrayView<T> x, ArrayView<int> y, int axis, int inner, int parts, TExtremum extremum)
        where TExtremum : unmanaged, IExtremum
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var slice = index.X / inner;
        var outer = slice / parts;
        var part = slice - outer * parts;
        var first = outer * axis * inner + (index.X - slice * inner);
        var best = x[first + part * inner];
        var bestIndex = part;
        for (var k = part + parts; k < axis; k += parts)
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

    /// <summary>
    /// dx[o, k, j] = dy[o, j] where k = indices[o, j], else 0: the backward pass of a maximum. Launch: auto-grouped,
    /// one item an element of dx.
    /// </summary>
    public static void Scatter<T>(
        Index1D index, ArrayView<int> indices, ArrayView<T> dy, ArrayView<T> dx, int axis, int inner)
        where T : unmanaged, INumber<T>
    {
        var slice = index.X / inner;
        var outer = slice / axis;
        var result = outer * inner + (index.X - slice * inner);
        dx[index] = slice - outer * axis == indices[result] ? dy[result] : T.Zero;
    }
}
