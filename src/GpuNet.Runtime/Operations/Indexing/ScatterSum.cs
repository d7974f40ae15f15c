namespace GpuNet.Operations;

/// <summary>Sums by index along an axis; the backward pass gathers.</summary>
internal static class ScatterSum
{
    /// <summary>y[o, n, j] = the sum of x[o, k, j] over the k with indices[o, k, j] = n, upwards.</summary>
    /// <param name="x">As many elements as there are indices.</param>
    /// <param name="indices">Into the axis; others are left out.</param>
    /// <param name="split">How the result is seen.</param>
    /// <param name="shape">The result's shape.</param>
    /// <param name="site">Whose indices they are.</param>
    internal static Tensor Forward(Tensor x, Tensor indices, AxisSplit split, Shape shape, IndexSite site)
    {
        if (x.DType.IsNarrow()) return Forward(x.To(DType.Float32), indices, split, shape, site).To(x.DType);
        var y = Tensor.Uninitialized(shape, x.DType, x.Device);
        if (y.Count > 0 && y.Device.IsProcessor && indices.Count > 0)
        {
            OwnedIndices.Sum(x, indices, y, split, areShared: false, site);
        }
        else if (y.Count > 0)
        {
            using var segments = SegmentsOf(indices, split, site);
            segments.Sum(x, y, split.Inner);
        }
        return Tape.Records(x) ? y.RecordedAs(new Node(x, indices, split)) : y;
    }

    /// <summary>winners[o, n, j] = the last k with indices[o, k, j] = n, -1 if there is none.</summary>
    internal static Tensor Last(Tensor indices, AxisSplit split, Shape shape)
    {
        var winners = Tensor.Uninitialized(shape, DType.Int32, indices.Device);
        if (winners.Count == 0) return winners;
        if (winners.Device.IsProcessor && indices.Count > 0)
        {
            OwnedIndices.Last(indices, winners, split, IndexSite.Scatter);
            return winners;
        }
        using var segments = SegmentsOf(indices, split, IndexSite.Scatter);
        segments.Last(winners, split.Inner);
        return winners;
    }

    private static IndexSegments SegmentsOf(Tensor indices, AxisSplit split, IndexSite site) =>
        new(indices, split with { Axis = indices.Count / (split.Outer * split.Inner) }, split.Axis, site);

    private sealed class Node(Tensor x, Tensor indices, AxisSplit split) : TapeNode(x)
    {
        private readonly SavedTensor _indices = new(indices);

        internal override string Name => "ScatterAdd";

        internal override void Backward(Tensor gradient, BackwardPass pass) => BackwardGraph(gradient, pass);

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass) => pass.Accumulate(
            First, Gathering.Forward(
                gradient, _indices.Get(this), split, First.Shape, areUnique: false));
    }
}
