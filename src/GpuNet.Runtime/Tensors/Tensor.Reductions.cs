using GpuNet.Kernels;
using GpuNet.Operations;

namespace GpuNet;

public sealed partial class Tensor
{
    /// <summary>The sum of all elements, of shape []; added up as a tree that follows from the shape alone.</summary>
    /// <remarks>Integers and truth values add up to <see cref="DType.Int64"/>: of a mask, how many hold.</remarks>
    public Tensor Sum() => Sum(AxisSplit.Whole(Shape), []);

    /// <summary>The sums along one dimension.</summary>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <param name="keepDimension">Whether the dimension stays, with an extent of 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    [TensorOp("sum", "y = sum of x along an axis", "dy repeated", "torch.sum")]
    public Tensor Sum(int axis, bool keepDimension = false)
    {
        var (split, shape) = Along("Sum", axis, keepDimension);
        return Sum(split, shape);
    }

    /// <summary>The mean of all elements, of shape []; NaN if there is none.</summary>
    public Tensor Mean() => Sums<Mean>.Forward(this, AxisSplit.Whole(Shape), []);

    /// <summary>The means along one dimension.</summary>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <param name="keepDimension">Whether the dimension stays, with an extent of 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    [TensorOp("mean", "y = sum of x / n along an axis", "dy / n repeated", "torch.mean")]
    public Tensor Mean(int axis, bool keepDimension = false)
    {
        var (split, shape) = Along("Mean", axis, keepDimension);
        return Sums<Mean>.Forward(this, split, shape);
    }

    /// <summary>
    /// The largest element, of shape []; NaN if any element is. Those that are equally large share the gradient.
    /// </summary>
    /// <exception cref="ShapeMismatchException">There are no elements.</exception>
    public Tensor Max() => Extremum<Max>.OfAll(this, AxisSplit.Whole(Shape), [], isWhole: true);

    /// <summary>
    /// The largest elements along one dimension. Where several are largest, the gradient goes to the first.
    /// </summary>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <param name="keepDimension">Whether the dimension stays, with an extent of 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    /// <exception cref="ShapeMismatchException">There are no elements along it.</exception>
    [TensorOp("max", "y = the largest along an axis", "dy where the first of the largest is", "torch.max(dim)")]
    public Tensor Max(int axis, bool keepDimension = false)
    {
        var (split, shape) = Along("Max", axis, keepDimension);
        return Extremum<Max>.OfFirst(this, split, shape);
    }

    /// <summary>
    /// The index of the (first) largest element along one dimension, as <see cref="DType.Int32"/>; a NaN counts as the
    /// largest.
    /// </summary>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <param name="keepDimension">Whether the dimension stays, with an extent of 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    /// <exception cref="ShapeMismatchException">There are no elements along it.</exception>
    [TensorOp("argmax", "the index of the first of the largest", "none", "torch.argmax")]
    public Tensor ArgMax(int axis = -1, bool keepDimension = false)
    {
        var (split, shape) = Along("ArgMax", axis, keepDimension);
        return Extremum<Max>.Index(this, split, shape);
    }

    /// <summary>
    /// The smallest element, of shape []; NaN if any element is. Those that are equally small share the gradient.
    /// </summary>
    /// <exception cref="ShapeMismatchException">There are no elements.</exception>
    public Tensor Min() => Extremum<Min>.OfAll(this, AxisSplit.Whole(Shape), [], isWhole: true);

    /// <summary>
    /// The smallest elements along one dimension. Where several are smallest, the gradient goes to the first.
    /// </summary>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <param name="keepDimension">Whether the dimension stays, with an extent of 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    /// <exception cref="ShapeMismatchException">There are no elements along it.</exception>
    [TensorOp("min", "y = the smallest along an axis", "dy where the first of the smallest is", "torch.min(dim)")]
    public Tensor Min(int axis, bool keepDimension = false)
    {
        var (split, shape) = Along("Min", axis, keepDimension);
        return Extremum<Min>.OfFirst(this, split, shape);
    }

    /// <summary>
    /// The index of the (first) smallest element along one dimension, as <see cref="DType.Int32"/>; a NaN counts as the
    /// smallest.
    /// </summary>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <param name="keepDimension">Whether the dimension stays, with an extent of 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    /// <exception cref="ShapeMismatchException">There are no elements along it.</exception>
    [TensorOp("argmin", "the index of the first of the smallest", "none", "torch.argmin")]
    public Tensor ArgMin(int axis = -1, bool keepDimension = false)
    {
        var (split, shape) = Along("ArgMin", axis, keepDimension);
        return Extremum<Min>.Index(this, split, shape);
    }

    private Tensor Sum(AxisSplit split, Shape result) => DType.IsFloatingPoint()
        ? Sums<Sum>.Forward(this, split, result)
        : Integers.Sum(this, split, result);

    private (AxisSplit Split, Shape Result) Along(string operation, int axis, bool keepDimension)
    {
        var dimension = Check.Axis(operation, Shape, axis);
        return (AxisSplit.Of(Shape, dimension), AxisSplit.Reduced(Shape, dimension, keepDimension));
    }
}
