using GpuNet.Operations;

namespace GpuNet;

/// <summary>Elements in order, and where each was.</summary>
/// <param name="Values">The elements.</param>
/// <param name="Indices">Their indices along the dimension, <see cref="DType.Int32"/>.</param>
public readonly record struct OrderedElements(Tensor Values, Tensor Indices);

/// <content>
/// Elements in order. The order is stable: equal elements (-0 and 0 are) stay in theirs. NaN counts as the largest.
/// </content>
public sealed partial class Tensor
{
    /// <summary>The elements along one dimension in order, and where they were.</summary>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <param name="descending">Whether the largest come first.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    [TensorOp("sort", "x in order along an axis, and its indices", "dy where the elements were", "torch.sort(stable=True)")]
    public OrderedElements Sort(int axis = -1, bool descending = false)
    {
        var dimension = Check.Axis("Sort", Shape, axis);
        return Ordered(dimension, descending, Shape[dimension]);
    }

    /// <summary>The indices that would sort the elements along one dimension.</summary>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <param name="descending">Whether the largest come first.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    [TensorOp("argsort", "the indices that sort x along an axis", "none", "torch.argsort(stable=True)")]
    public Tensor ArgSort(int axis = -1, bool descending = false)
    {
        var dimension = Check.Axis("ArgSort", Shape, axis);
        return SortedIndices(dimension, descending, Shape[dimension]);
    }

    /// <summary>The first few elements along one dimension in order, and where they were; less work than all of them.</summary>
    /// <param name="count">How many; no more than there are.</param>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <param name="largest">Whether the largest are meant, largest first, or the smallest, smallest first.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension, or not so many elements.</exception>
    [TensorOp("topk", "the k largest of x in order along an axis, and their indices", "dy where the elements were", "torch.topk")]
    public OrderedElements TopK(int count, int axis = -1, bool largest = true)
    {
        var dimension = Check.Axis("TopK", Shape, axis);
        if (count < 0 || count > Shape[dimension])
            throw new ArgumentOutOfRangeException(
                nameof(count), count, $"TopK: axis {dimension} of a tensor of shape {Shape} has no {count} elements.");
        return Ordered(dimension, largest, count);
    }

    private OrderedElements Ordered(int axis, bool descending, int count)
    {
        var indices = SortedIndices(axis, descending, count);
        var values = Gathering.Forward(
            this, indices, AxisSplit.Of(Shape, axis), indices.Shape, areUnique: true);
        return new(values, indices);
    }

    private Tensor SortedIndices(int axis, bool descending, int count)
    {
        var extents = Shape.ToArray();
        extents[axis] = count;
        return Viewing.Reshape(
            Sorting.Indices(this, AxisSplit.Of(Shape, axis), descending, count), Shape.Create(extents));
    }
}
