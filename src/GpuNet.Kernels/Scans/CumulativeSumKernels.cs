using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// y[o, k, j] = sum of x[o, i, j] for i up to k, of x [outer, axis, inner]; backwards the same from the other end.
/// </summary>
/// <remarks>
/// Up to <see cref="LongestLine"/> elements a line is one item's, which adds upwards. Longer lines are cut into chunks of
/// that length: each is summed by itself, then the chunks' totals are summed up in the same way, and added to the chunks
/// behind. So the order of additions follows from the length alone. <c>step</c> is 1, or -1 to go from the last element
/// to the first. Source: torch.cumsum.
/// </remarks>
public static class CumulativeSumKernels
{
    /// <summary>
    /// Elements that one item adds up. Not a power of two: neighbouring items' chunks would lie in the same places of a cache.
    /// </summary>
    public const int LongestLine = 272;

    /// <summary>Elements that <see cref="Lines"/> adds as chunks do: totals of totals of chunks are not cut any more.</summary>
    public const int LongestWalk = LongestLine * LongestLine * LongestLine;

    /// <summary>
    /// Sums within each chunk, and each chunk's total. Launch: auto-grouped, one item a chunk: [outer, chunks, inner].
    /// </summary>
    public static void Chunks<T>(
        Index1D index, ArrayView<T> x, ArrayView<T> y, ArrayView<T> totals, int axis, int inner, int chunks, int step)
        where T : unmanaged, INumber<T>
    {
        var slice = index.X / inner;
        var outer = slice / chunks;
        var start = (slice - outer * chunks) * LongestLine;
        var end = IntrinsicMath.Min(start + LongestLine, axis);
        // The k-th element in the direction of the sum.
        var first = (outer * axis + (step > 0 ? 0 : axis - 1)) * inner + (index.X - slice * inner);
        var sum = x[first + start * step * inner];
        y[first + start * step * inner] = sum;
        for (var k = start + 1; k < end; k++)
        {
            sum += x[first + k * step * inner];
            y[first + k * step * inner] = sum;
        }

        totals[index] = sum;
    }

    /// <summary>
    /// Adds to each chunk but the first the sum of all before it. Launch: auto-grouped, one item an element of y.
    /// </summary>
    /// <param name="index">The item.</param>
    /// <param name="sums">The totals' own cumulative sums, [outer, chunks, inner].</param>
    /// <param name="y">What <see cref="Chunks"/> wrote.</param>
    /// <param name="axis">Elements along the axis.</param>
    /// <param name="inner">Slices after the axis.</param>
    /// <param name="chunks">Chunks along the axis.</param>
    /// <param name="step">The direction.</param>
    public static void AddCarry<T>(
        Index1D index, ArrayView<T> sums, ArrayView<T> y, int axis, int inner, int chunks, int step)
        where T : unmanaged, INumber<T>
    {
        var slice = index.X / inner;
        var outer = slice / axis;
        var k = slice - outer * axis;
        var chunk = (step > 0 ? k : axis - 1 - k) / LongestLine;
        if (chunk > 0)
            y[index] = sums[(outer * chunks + chunk - 1) * inner + (index.X - slice * inner)] + y[index];
    }

    /// <summary>
    /// The same in one pass, a line an item: for processors, whose cores have lines enough, or add one no slower than they would
    /// read and write it twice. Its additions are those of chunks, of chunks of chunks' totals, and of these in turn, so the bits
    /// are the same. Launch: explicitly grouped, groups of any size, so many for each o that they have at least as many items as
    /// there are j.
    /// </summary>
    /// <param name="x">[outer, axis, inner].</param>
    /// <param name="y">The same shape.</param>
    /// <param name="axis">Elements along the axis, at most <see cref="LongestWalk"/>.</param>
    /// <param name="inner">Slices after the axis.</param>
    /// <param name="step">The direction.</param>
    public static void Lines<T>(ArrayView<T> x, ArrayView<T> y, int axis, int inner, int step)
        where T : unmanaged, INumber<T>
    {
        var blocks = (inner + Group.DimX - 1) / Group.DimX;
        var outer = Grid.IdxX / blocks;
        var j = (Grid.IdxX - outer * blocks) * Group.DimX + Group.IdxX;
        if (j >= inner)
            return;
        var stride = step * inner;
        var place = (outer * axis + (step > 0 ? 0 : axis - 1)) * inner + j;
        // -0 changes nothing that it is added to, not even another.
        var (carry, ofTotals, ofThese) = (-T.Zero, -T.Zero, -T.Zero);
        var chunk = 0;
        for (var start = 0; start < axis; start += LongestLine)
        {
            var length = IntrinsicMath.Min(LongestLine, axis - start);
            var sum = -T.Zero;
            for (var k = 0; k < length; k++)
            {
                sum += x[place];
                y[place] = carry + sum;
                place += stride;
            }

            ofTotals += sum;
            carry = ofThese + ofTotals;
            chunk++;
            if (chunk == LongestLine)
            {
                ofThese = carry;
                ofTotals = -T.Zero;
                chunk = 0;
            }
        }
    }
}
