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

    private sealed class ReshapeNode(Tensor x) : TapeNode(x)
    {
        internal override string Name => "Reshape";

        internal override void Backward(Tensor gradient, BackwardPass pass) =>
            pass.Accumulate(First, gradient.ViewAs(First.Shape));
    }

    private sealed class RowsNode(Tensor x, int offset) : TapeNode(x)
    {
        internal override string Name => "Rows";

        internal override void Backward(Tensor gradient, BackwardPass pass)
        {
            var dx = BackwardPass.Target(First);
            Copying.Fill(dx, 0);
            Copying.CopyInto(gradient, dx, offset);
            pass.Accumulate(First, dx);
        }
    }
}
