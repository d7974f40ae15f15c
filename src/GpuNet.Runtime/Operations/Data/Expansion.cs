namespace GpuNet.Operations;

/// <summary>
/// A tensor repeated to a larger shape as broadcasting does, and the sum over what was repeated: each is the other's
/// gradient.
/// </summary>
internal static class Expansion
{
    private const string Name = "Expand";

    /// <summary>x, repeated to a shape that it broadcasts to.</summary>
    internal static Tensor To(Tensor x, Shape shape)
    {
        if (x.Shape == shape) return x;
        if (x.Count == shape.Count) return Viewing.Reshape(x, shape);
        var y = Tensor.Uninitialized(shape, x.DType, x.Device);
        Span<int> dense = stackalloc int[x.Rank];
        Span<int> from = stackalloc int[shape.Rank];
        Span<int> to = stackalloc int[shape.Rank];
        Strides.Dense(x.Shape, dense);
        Strides.Dense(shape, to);
        from.Clear();
        for (var i = 1; i <= x.Rank; i++)
        {
            if (x.Shape[^i] != 1) from[^i] = dense[^i];
        }
        StridedCopy.Run(new Strides(x, 0, from), new Strides(y, 0, to), shape.Dimensions);
        return Tape.Records(x) ? y.RecordedAs(new Node(x)) : y;
    }

    /// <summary>Whether a shape broadcasts to another.</summary>
    internal static bool Fits(Shape shape, Shape larger)
    {
        if (shape.Rank > larger.Rank) return false;
        for (var i = 1; i <= shape.Rank; i++)
        {
            if (shape[^i] != larger[^i] && shape[^i] != 1) return false;
        }
        return true;
    }

    /// <summary>
    /// The gradient of a broadcast result, summed over what an operand of the given shape was repeated along; the
    /// gradient itself where nothing was repeated.
    /// </summary>
    internal static Tensor SumTo(Tensor gradient, Shape shape)
    {
        if (gradient.Shape == shape) return gradient;
        if (gradient.Count == shape.Count) return Viewing.Reshape(gradient, shape);
        var y = Tensor.Uninitialized(shape, gradient.DType, gradient.Device);
        Reduction.SumInto(gradient, y);
        return Tape.Records(gradient) ? y.RecordedAs(new SumNode(gradient)) : y;
    }

    /// <summary>A result of a reduction, repeated along the axis that it was reduced along.</summary>
    internal static Tensor Along(Tensor x, AxisSplit split, Shape shape)
    {
        var slices = x.Reshape(split.Outer, 1, split.Inner);
        return Viewing.Reshape(To(slices, [split.Outer, split.Axis, split.Inner]), shape);
    }

    private sealed class Node(Tensor x) : TapeNode(x)
    {
        internal override string Name => Expansion.Name;

        internal override void Backward(Tensor gradient, BackwardPass pass) => BackwardGraph(gradient, pass);

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass) =>
            pass.Accumulate(First, SumTo(gradient, First.Shape));
    }

    private sealed class SumNode(Tensor x) : TapeNode(x)
    {
        internal override string Name => "SumTo";

        internal override void Backward(Tensor gradient, BackwardPass pass) => BackwardGraph(gradient, pass);

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass) =>
            pass.Accumulate(First, To(gradient, First.Shape));
    }
}
