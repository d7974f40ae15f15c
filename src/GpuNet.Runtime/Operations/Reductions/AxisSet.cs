namespace GpuNet.Operations;

/// <summary>Several axes at once, as one to reduce along.</summary>
internal static class AxisSet
{
    /// <summary>
    /// A tensor whose elements along the axes are one dimension: the tensor itself where the axes are neighbours,
    /// otherwise a copy with them in the end.
    /// </summary>
    /// <param name="operation">The operation's name, for messages.</param>
    /// <param name="x">Any tensor.</param>
    /// <param name="axes">The axes, in any order; none stand for all.</param>
    /// <param name="keepDimensions">Whether the result has an extent of 1 in their place.</param>
    /// <returns>The tensor, how it is seen, and the result's shape.</returns>
    internal static (Tensor X, AxisSplit Split, Shape Result) Along(
        string operation, Tensor x, ReadOnlySpan<int> axes, bool keepDimensions)
    {
        Span<bool> isReduced = stackalloc bool[Shape.MaxRank];
        isReduced.Clear();
        if (axes.IsEmpty) isReduced[..x.Rank].Fill(true);
        foreach (var axis in axes)
        {
            var dimension = Check.Axis(operation, x.Shape, axis);
            if (isReduced[dimension])
                throw new ArgumentException($"{operation}: axis {axis} of {x.Shape} is named twice.", nameof(axes));
            isReduced[dimension] = true;
        }

        List<int> kept = [], reduced = [], result = [];
        for (var i = 0; i < x.Rank; i++)
        {
            (isReduced[i] ? reduced : kept).Add(i);
            if (!isReduced[i]) result.Add(x.Shape[i]);
            else if (keepDimensions) result.Add(1);
        }
        var shape = Shape.Create([.. result]);
        if (reduced.Count == 0) return (x, new AxisSplit(x.Count, 1, 1), shape); // a single value
        var (first, last) = (reduced[0], reduced[^1]);
        if (last - first + 1 == reduced.Count)
            return (x, new AxisSplit(Extent(x, 0, first), Extent(x, first, last + 1), Extent(x, last + 1, x.Rank)), shape);
        var moved = Permutation.Forward(x, [.. kept, .. reduced]);
        return (moved, new AxisSplit(Extent(moved, 0, kept.Count), Extent(moved, kept.Count, x.Rank), 1), shape);
    }

    private static int Extent(Tensor x, int first, int end)
    {
        var extent = 1;
        for (var i = first; i < end; i++) extent *= x.Shape[i];
        return extent;
    }
}
