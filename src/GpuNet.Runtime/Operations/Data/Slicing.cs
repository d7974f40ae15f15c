namespace GpuNet.Operations;

/// <summary>Some entries of a dimension: <paramref name="Count"/> of them, from a first one on, so far apart.</summary>
/// <param name="Start">The first.</param>
/// <param name="Step">Their distance; negative to walk backwards.</param>
/// <param name="Count">How many.</param>
internal readonly record struct AxisSlice(int Start, int Step, int Count)
{
    internal static AxisSlice All(int extent) => new(0, 1, extent);

    internal bool IsAll(int extent) => Step == 1 && Count == extent;
}

/// <summary>
/// A part of a tensor, and its opposite, a tensor of zeros with a part set; each is the other's backward pass.
/// </summary>
internal static class Slicing
{
    /// <summary>
    /// A part, with one slice for each dimension, which the caller has checked; a view of the same memory where it is
    /// some consecutive entries of the first dimension, otherwise a copy.
    /// </summary>
    internal static Tensor Forward(Tensor x, AxisSlice[] slices)
    {
        if (IsRows(x.Shape, slices)) return Viewing.Rows(x, slices[0].Start, slices[0].Count);
        var y = Tensor.Uninitialized(ShapeOf(slices), x.DType, x.Device);
        Copy(x, y, slices, intoWhole: false);
        return Tape.Records(x) ? y.RecordedAs(new Node(x, slices)) : y;
    }

    /// <summary>A tensor of zeros of a shape, with the part set to x.</summary>
    internal static Tensor Place(Tensor x, AxisSlice[] slices, Shape shape)
    {
        var y = Tensor.Uninitialized(shape, x.DType, x.Device);
        Copying.Fill(y, 0);
        Copy(y, x, slices, intoWhole: true);
        return Tape.Records(x) ? y.RecordedAs(new PlaceNode(x, slices)) : y;
    }

    /// <summary>Copies a part of one tensor to a tensor of its size, or back, off the tape.</summary>
    internal static void Copy(Tensor whole, Tensor part, ReadOnlySpan<AxisSlice> slices, bool intoWhole)
    {
        Span<int> extents = stackalloc int[slices.Length];
        Span<int> ofWhole = stackalloc int[slices.Length];
        Span<int> ofPart = stackalloc int[slices.Length];
        Strides.Dense(whole.Shape, ofWhole);
        var (start, step) = (0, 1);
        for (var i = slices.Length - 1; i >= 0; i--)
        {
            extents[i] = slices[i].Count;
            start += slices[i].Start * ofWhole[i];
            ofWhole[i] *= slices[i].Step;
            ofPart[i] = step;
            step *= extents[i];
        }
        var a = new Strides(whole, start, ofWhole);
        var b = new Strides(part, 0, ofPart);
        if (intoWhole) StridedCopy.Run(b, a, extents);
        else StridedCopy.Run(a, b, extents);
    }

    private static bool IsRows(Shape shape, AxisSlice[] slices)
    {
        for (var i = 1; i < slices.Length; i++)
        {
            if (!slices[i].IsAll(shape[i])) return false;
        }
        return slices.Length > 0 && (slices[0].Step == 1 || slices[0].Count == 1);
    }

    private static Shape ShapeOf(AxisSlice[] slices)
    {
        Span<int> extents = stackalloc int[slices.Length];
        for (var i = 0; i < slices.Length; i++) extents[i] = slices[i].Count;
        return Shape.Create(extents);
    }

    private sealed class Node(Tensor x, AxisSlice[] slices) : TapeNode(x)
    {
        internal override string Name => "Slice";

        internal override void Backward(Tensor gradient, BackwardPass pass) => BackwardGraph(gradient, pass);

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass) =>
            pass.Accumulate(First, Place(gradient, slices, First.Shape));
    }

    private sealed class PlaceNode(Tensor x, AxisSlice[] slices) : TapeNode(x)
    {
        internal override string Name => "Place";

        internal override void Backward(Tensor gradient, BackwardPass pass) => BackwardGraph(gradient, pass);

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass) =>
            pass.Accumulate(First, Forward(gradient, slices));
    }
}
