namespace GpuNet.Operations;

/// <summary>Tensors one behind the other along a dimension; backwards each gets its part.</summary>
internal static class Concatenation
{
    private const string Name = "Concatenate";

    internal static Tensor Forward(IReadOnlyList<Tensor> tensors, int axis)
    {
        var first = tensors[0];
        var dimension = Check.Axis(Name, first.Shape, axis);
        var length = 0;
        foreach (var tensor in tensors)
        {
            Check.SameTypeAndDevice(Name, first, tensor);
            if (!FitsBeside(first.Shape, tensor.Shape, dimension))
                throw new ShapeMismatchException(
                    Name, $"tensors that differ along axis {dimension} only, as the first, {first.Shape}",
                    tensor.Shape.ToString());
            length = checked(length + tensor.Shape[dimension]);
        }
        Span<int> extents = stackalloc int[first.Rank];
        first.Shape.Dimensions.CopyTo(extents);
        extents[dimension] = length;
        var y = Tensor.Uninitialized(Shape.Create(extents), first.DType, first.Device);
        var start = 0;
        foreach (var tensor in tensors)
        {
            Slicing.Copy(y, tensor, PartOf(tensor.Shape, dimension, start), intoWhole: true);
            start += tensor.Shape[dimension];
        }
        return tensors.Any(Tape.Records) ? y.RecordedAs(new Node([.. tensors], dimension)) : y;
    }

    private static bool FitsBeside(Shape first, Shape other, int axis)
    {
        if (first.Rank != other.Rank) return false;
        for (var i = 0; i < first.Rank; i++)
        {
            if (i != axis && first[i] != other[i]) return false;
        }
        return true;
    }

    private static AxisSlice[] PartOf(Shape part, int axis, int start)
    {
        var slices = new AxisSlice[part.Rank];
        for (var i = 0; i < slices.Length; i++) slices[i] = new AxisSlice(i == axis ? start : 0, 1, part[i]);
        return slices;
    }

    private sealed class Node(Tensor[] tensors, int axis) : TapeNode(tensors[0])
    {
        internal override string Name => Concatenation.Name;

        internal override int InputCount => tensors.Length;

        internal override Tensor Input(int index) => tensors[index];

        internal override void Backward(Tensor gradient, BackwardPass pass) => BackwardGraph(gradient, pass);

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass)
        {
            var start = 0;
            foreach (var tensor in tensors)
            {
                if (pass.Needs(tensor))
                    pass.Accumulate(tensor, Slicing.Forward(gradient, PartOf(tensor.Shape, axis, start)));
                start += tensor.Shape[axis];
            }
        }
    }
}
