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
    public Tensor Mean(int axis, bool keepDimension = false)
    {
        var (split, shape) = Along("Mean", axis, keepDimension);
        return Sums<Mean>.Forward(this, split, shape);
    }

    /// <summary>The largest element, of shape []; NaN if any element is.</summary>
    /// <exception cref="ShapeMismatchException">There are no elements.</exception>
    public Tensor Max() => Extremum.Max(this, AxisSplit.Whole(Shape), []);

    /// <summary>
    /// The largest elements along one dimension. Where several are largest, the gradient goes to the first.
    /// </summary>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <param name="keepDimension">Whether the dimension stays, with an extent of 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    /// <exception cref="ShapeMismatchException">There are no elements along it.</exception>
    public Tensor Max(int axis, bool keepDimension = false)
    {
        var (split, shape) = Along("Max", axis, keepDimension);
        return Extremum.Max(this, split, shape);
    }

    /// <summary>
    /// The index of the (first) largest element along one dimension, as <see cref="DType.Int32"/>; a NaN counts as the
    /// largest.
    /// </summary>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <param name="keepDimension">Whether the dimension stays, with an extent of 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    /// <exception cref="ShapeMismatchException">There are no elements along it.</exception>
    public Tensor ArgMax(int axis = -1, bool keepDimension = false)
    {
        var (split, shape) = Along("ArgMax", axis, keepDimension);
        return Extremum.ArgMax(this, split, shape);
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
