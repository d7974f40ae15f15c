namespace GpuNet.Operations;

/// <summary>The dimensions in another order, as a copy; the gradient goes back through the inverse order.</summary>
internal static class Permutation
{
    /// <summary>Dimension i of the result is dimension order[i] of x; the caller has checked the order.</summary>
    internal static Tensor Forward(Tensor x, ReadOnlySpan<int> order)
    {
        Span<int> extents = stackalloc int[x.Rank];
        Span<int> dense = stackalloc int[x.Rank];
        Span<int> from = stackalloc int[x.Rank];
        Span<int> to = stackalloc int[x.Rank];
        Strides.Dense(x.Shape, dense);
        for (var i = 0; i < x.Rank; i++) (extents[i], from[i]) = (x.Shape[order[i]], dense[order[i]]);
        var shape = Shape.Create(extents);
        if (KeepsOrder(x.Shape, order)) return Viewing.Reshape(x, shape);
        var y = Tensor.Uninitialized(shape, x.DType, x.Device);
        Strides.Dense(shape, to);
        StridedCopy.Run(new Strides(x, 0, from), new Strides(y, 0, to), extents);
        return Tape.Records(x) ? y.RecordedAs(new Node(x, order.ToArray())) : y;
    }

    /// <summary>Whether only dimensions of extent 1 move, so that the elements stay where they are.</summary>
    private static bool KeepsOrder(Shape shape, ReadOnlySpan<int> order)
    {
        var last = -1;
        foreach (var dimension in order)
        {
            if (shape[dimension] == 1) continue;
            if (dimension < last) return false;
            last = dimension;
        }
        return true;
    }

    private sealed class Node(Tensor x, int[] order) : TapeNode(x)
    {
        internal override string Name => "Permute";

        internal override void Backward(Tensor gradient, BackwardPass pass) => BackwardGraph(gradient, pass);

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass)
        {
            var inverse = new int[order.Length];
            for (var i = 0; i < order.Length; i++) inverse[order[i]] = i;
            pass.Accumulate(First, Forward(gradient, inverse));
        }
    }
}
