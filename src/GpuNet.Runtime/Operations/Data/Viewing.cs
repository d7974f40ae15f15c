namespace GpuNet.Operations;

/// <summary>Other shapes and parts of the same memory: nothing is copied, except gradients of parts.</summary>
internal static class Viewing
{
    /// <summary>The same elements in another shape.</summary>
    internal static Tensor Reshape(Tensor x, Shape shape)
    {
        if (shape.Count != x.Count)
            throw new ShapeMismatchException(
                "Reshape", $"a shape of {x.Count} elements for {x.Shape}", shape.ToString());
        var y = x.ViewAs(shape);
        return Tape.Records(x) ? y.RecordedAs(new ReshapeNode(x)) : y;
    }

    /// <summary>Some consecutive entries of the first dimension.</summary>
    internal static Tensor Rows(Tensor x, int start, int count)
    {
        Span<int> extents = stackalloc int[x.Rank];
        x.Shape.Dimensions.CopyTo(extents);
        extents[0] = count;
        var shape = Shape.Create(extents);
        var offset = count == 0 ? 0 : start * (x.Count / x.Shape[0]);
        var y = x.ViewAs(shape, offset);
        return Tape.Records(x) ? y.RecordedAs(new RowsNode(x, offset)) : y;
    }

    /// <summary>Zeros of a shape, with x in place of the first dimension's entries from <paramref name="start"/> on.</summary>
    internal static Tensor Place(Tensor x, Shape shape, int start)
    {
        var y = Tensor.Zeros(shape, x.DType, x.Device);
        if (x.Count > 0) Copying.CopyInto(x, y, start * (shape.Count / shape[0]));
        return Tape.Records(x) ? y.RecordedAs(new PlaceNode(x, start)) : y;
    }

    private sealed class ReshapeNode(Tensor x) : TapeNode(x)
    {
        internal override string Name => "Reshape";

        internal override void Backward(Tensor gradient, BackwardPass pass) =>
            pass.Accumulate(First, gradient.ViewAs(First.Shape));

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass) =>
            pass.Accumulate(First, Reshape(gradient, First.Shape));
    }

    private sealed class RowsNode(Tensor x, int offset) : TapeNode(x)
    {
        internal override string Name => "Rows";

        internal override void Backward(Tensor gradient, BackwardPass pass)
        {
            var dx = pass.Target(First);
            Copying.Fill(dx, 0);
            Copying.CopyInto(gradient, dx, offset);
            pass.Accumulate(First, dx);
        }

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass) =>
            pass.Accumulate(First, Place(gradient, First.Shape, offset == 0 ? 0 : offset / (First.Count / First.Shape[0])));
    }

    private sealed class PlaceNode(Tensor x, int start) : TapeNode(x)
    {
        internal override string Name => "Place";

        internal override void Backward(Tensor gradient, BackwardPass pass) => BackwardGraph(gradient, pass);

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass) =>
            pass.Accumulate(First, Rows(gradient, start, First.Shape[0]));
    }
}
