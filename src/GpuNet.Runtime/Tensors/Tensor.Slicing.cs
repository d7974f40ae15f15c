using System.Runtime.CompilerServices;
using GpuNet.Operations;

namespace GpuNet;

/// <content>Parts of tensors.</content>
public sealed partial class Tensor
{
    /// <summary>The first dimension's entries in a range, as a view of the same memory: <c>x[8..16]</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range goes beyond the tensor.</exception>
    /// <exception cref="ShapeMismatchException">The tensor is a single value.</exception>
    [IndexerName("Entries")] // Item is a method here
    public Tensor this[Range rows]
    {
        get
        {
            if (Rank == 0) throw new ShapeMismatchException("Rows", "at least one dimension", Shape.ToString());
            var (start, length) = rows.GetOffsetAndLength(Shape[0]);
            return Viewing.Rows(this, start, length);
        }
    }

    /// <summary>
    /// A part: <c>x[.., 1..5]</c>, <c>x[3]</c>, <c>x[^1, (.., 2)]</c>, one index for each dimension from the first on,
    /// the others whole. A view where it is consecutive entries of the first dimension, otherwise a copy.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">An index goes beyond its dimension.</exception>
    /// <exception cref="ShapeMismatchException">There are more indices than dimensions.</exception>
    [IndexerName("Entries")]
    [TensorOp("slice", "y = x at indices, ranges and steps along each axis", "dy in its place, zeros elsewhere", "x[...]")]
    public Tensor this[params ReadOnlySpan<TensorIndex> indices]
    {
        get
        {
            const string Name = "Slice";
            var slices = new AxisSlice[Rank];
            List<int> extents = [];
            var axis = 0;
            foreach (var index in indices)
            {
                if (index.IsNew)
                {
                    extents.Add(1);
                    continue;
                }
                if (axis == Rank)
                    throw new ShapeMismatchException(Name, $"at most {Rank} indices for {Shape}", $"{indices.Length}");
                slices[axis] = index.In(Name, Shape, axis);
                if (!index.IsSingle) extents.Add(slices[axis].Count);
                axis++;
            }
            for (; axis < Rank; axis++)
            {
                slices[axis] = AxisSlice.All(Shape[axis]);
                extents.Add(Shape[axis]);
            }
            var part = Slicing.Forward(this, slices);
            var shape = Shape.Create([.. extents]);
            return part.Shape == shape ? part : Viewing.Reshape(part, shape);
        }
    }

    /// <summary>Some entries along one dimension: <c>x.Slice(-1, 1..5)</c>.</summary>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <param name="range">Which entries.</param>
    /// <param name="step">Take every so many of them, from the first on; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension, the range goes beyond it, or the step is
    /// below 1.</exception>
    public Tensor Slice(int axis, Range range, int step = 1) =>
        Slicing.Forward(this, Along("Slice", axis, (range, step)));

    /// <summary>The entries along a dimension in reverse order.</summary>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    [TensorOp("flip", "y[i] = x[n - 1 - i] along an axis", "dy flipped", "torch.flip")]
    public Tensor Flip(int axis)
    {
        var slices = Along("Flip", axis, ..);
        var dimension = Check.Axis("Flip", Shape, axis);
        slices[dimension] = new AxisSlice(Shape[dimension] - 1, -1, Shape[dimension]);
        return Slicing.Forward(this, slices);
    }

    /// <summary>Parts of a given length along a dimension; the last may be shorter.</summary>
    /// <param name="length">Entries of each part, at least 1.</param>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension, or the length is below 1.</exception>
    [TensorOp("split", "y_k = the k-th part along an axis", "dy in its place, zeros elsewhere", "torch.split")]
    public Tensor[] Split(int length, int axis = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        var extent = Shape[Check.Axis("Split", Shape, axis)];
        var parts = new Tensor[Math.Max(LaunchShape.Blocks(extent, length), 1)];
        for (var i = 0; i < parts.Length; i++)
            parts[i] = Slice(axis, (i * length)..Math.Min((i + 1) * length, extent));
        return parts;
    }

    /// <summary>Parts of given lengths along a dimension.</summary>
    /// <param name="lengths">Entries of each part; together all there are.</param>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension, or a length is negative.</exception>
    /// <exception cref="ShapeMismatchException">The lengths do not add up to the dimension's extent.</exception>
    public Tensor[] Split(ReadOnlySpan<int> lengths, int axis = 0)
    {
        var dimension = Check.Axis("Split", Shape, axis);
        var parts = new Tensor[lengths.Length];
        var total = 0L;
        foreach (var length in lengths)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(length, nameof(lengths));
            total += length;
        }
        if (total != Shape[dimension])
            throw new ShapeMismatchException(
                "Split", $"lengths that add up to {Shape[dimension]}, axis {dimension} of {Shape}", $"{total}");
        for (var (i, start) = (0, 0); i < parts.Length; start += lengths[i++])
            parts[i] = Slice(axis, start..(start + lengths[i]));
        return parts;
    }

    /// <summary>A number of parts along a dimension, of equal length but for the last; fewer if there is not enough.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension, or the count is below 1.</exception>
    [TensorOp("chunk", "y_k = the k-th of n parts along an axis", "dy in its place, zeros elsewhere", "torch.chunk")]
    public Tensor[] Chunk(int count, int axis = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var extent = Shape[Check.Axis("Chunk", Shape, axis)];
        return Split(Math.Max(LaunchShape.Blocks(extent, count), 1), axis);
    }

    private AxisSlice[] Along(string operation, int axis, TensorIndex index)
    {
        var dimension = Check.Axis(operation, Shape, axis);
        var slices = new AxisSlice[Rank];
        for (var i = 0; i < Rank; i++)
            slices[i] = i == dimension ? index.In(operation, Shape, i) : AxisSlice.All(Shape[i]);
        return slices;
    }
}
