using GpuNet.Operations;

namespace GpuNet;

/// <content>Dimensions in another order, and more or fewer of them.</content>
public sealed partial class Tensor
{
    /// <summary>The dimensions in another order, as a copy.</summary>
    /// <param name="axes">For each dimension of the result, the one of this tensor; -1 is the last.</param>
    /// <exception cref="ArgumentException">The axes are not each dimension once.</exception>
    [TensorOp("permute", "y[i, j, k] = x[j, k, i] and the like", "dy in the inverse order", "torch.permute")]
    public Tensor Permute(params ReadOnlySpan<int> axes)
    {
        const string Name = "Permute";
        var order = new int[axes.Length];
        for (var i = 0; i < axes.Length; i++) order[i] = Check.Axis(Name, Shape, axes[i]);
        if (order.Length != Rank || order.Distinct().Count() != Rank)
            throw new ArgumentException(
                $"{Name}: a tensor of shape {Shape} needs each of its {Rank} axes once, "
                + $"not [{string.Join(", ", axes.ToArray())}].", nameof(axes));
        return Permutation.Forward(this, order);
    }

    /// <summary>The transpose of a matrix, as a copy.</summary>
    /// <exception cref="ShapeMismatchException">The tensor is no matrix.</exception>
    public Tensor Transpose() => Transposition.Forward(this);

    /// <summary>Two dimensions exchanged, as a copy.</summary>
    /// <param name="first">One of them; -1 is the last.</param>
    /// <param name="second">The other.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    [TensorOp("transpose", "y[.., j, .., i, ..] = x[.., i, .., j, ..]", "dy transposed", "torch.transpose")]
    public Tensor Transpose(int first, int second)
    {
        var (a, b) = (Check.Axis("Transpose", Shape, first), Check.Axis("Transpose", Shape, second));
        var order = Enumerable.Range(0, Rank).ToArray();
        (order[a], order[b]) = (b, a);
        return Permutation.Forward(this, order);
    }

    /// <summary>A dimension in another place, the others in their order; as a copy.</summary>
    /// <param name="from">The dimension; -1 is the last.</param>
    /// <param name="to">Its place in the result.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    [TensorOp("move_axis", "the axis from in the place to", "dy moved back", "torch.movedim")]
    public Tensor MoveAxis(int from, int to)
    {
        var (source, target) = (Check.Axis("MoveAxis", Shape, from), Check.Axis("MoveAxis", Shape, to));
        List<int> order = [.. Enumerable.Range(0, Rank).Where(i => i != source)];
        order.Insert(target, source);
        return Permutation.Forward(this, [.. order]);
    }

    /// <summary>The tensor without its dimensions of extent 1, as a view.</summary>
    public Tensor Squeeze() => Viewing.Reshape(this, Shape.Create([.. Shape.ToArray().Where(extent => extent != 1)]));

    /// <summary>The tensor without a dimension, if its extent is 1, as a view; otherwise unchanged, as in torch.</summary>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    [TensorOp("squeeze", "without an axis of extent 1", "dy in x's shape", "torch.squeeze")]
    public Tensor Squeeze(int axis)
    {
        var dimension = Check.Axis("Squeeze", Shape, axis);
        return Viewing.Reshape(
            this, Shape[dimension] == 1 ? AxisSplit.Reduced(Shape, dimension, keepDimension: false) : Shape);
    }

    /// <summary>The tensor with one more dimension, of extent 1, as a view.</summary>
    /// <param name="axis">The place of the new dimension in the result; -1 is the last.</param>
    /// <exception cref="ArgumentOutOfRangeException">The result has no such dimension.</exception>
    [TensorOp("unsqueeze", "with an axis of extent 1 more", "dy in x's shape", "torch.unsqueeze")]
    public Tensor Unsqueeze(int axis)
    {
        var place = axis < 0 ? axis + Rank + 1 : axis;
        if ((uint)place > (uint)Rank)
            throw new ArgumentOutOfRangeException(
                nameof(axis), axis,
                $"Unsqueeze: a new axis of a tensor of shape {Shape} lies in {-Rank - 1}..{Rank}.");
        List<int> extents = [.. Shape.ToArray()];
        extents.Insert(place, 1);
        return Viewing.Reshape(this, Shape.Create([.. extents]));
    }

    /// <summary>Neighbouring dimensions as one, as a view.</summary>
    /// <param name="first">The first of them; -1 is the last dimension.</param>
    /// <param name="last">The last of them.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    /// <exception cref="ArgumentException"><paramref name="last"/> comes before <paramref name="first"/>.</exception>
    [TensorOp("flatten", "the axes first..last as one", "dy in x's shape", "torch.flatten")]
    public Tensor Flatten(int first = 0, int last = -1)
    {
        if (Rank == 0) return Viewing.Reshape(this, [1]);
        var (start, end) = (Check.Axis("Flatten", Shape, first), Check.Axis("Flatten", Shape, last));
        if (end < start)
            throw new ArgumentException(
                $"Flatten: the last axis ({last}) comes before the first ({first}) of {Shape}.", nameof(last));
        var extents = Shape.ToArray();
        var joined = extents[start..(end + 1)].Aggregate(1, (a, b) => a * b);
        return Viewing.Reshape(this, Shape.Create([.. extents[..start], joined, .. extents[(end + 1)..]]));
    }

    /// <summary>The tensor repeated to a larger shape, as NumPy broadcasts it; a copy.</summary>
    /// <param name="extents">The extents; -1 keeps that of this tensor.</param>
    /// <exception cref="ShapeMismatchException">An extent differs from the tensor's, which is not 1.</exception>
    [TensorOp("expand", "y = x repeated along axes of extent 1", "the sum of dy over the repetitions", "torch.expand")]
    public Tensor Expand(params ReadOnlySpan<int> extents)
    {
        Span<int> target = stackalloc int[extents.Length];
        for (var i = 1; i <= extents.Length; i++)
            target[^i] = extents[^i] == -1 && i <= Rank ? Shape[^i] : extents[^i];
        var shape = Shape.Create(target);
        if (!Expansion.Fits(Shape, shape))
            throw new ShapeMismatchException("Expand", $"a shape that {Shape} can be repeated to", shape.ToString());
        return Expansion.To(this, shape);
    }

    /// <summary>The whole tensor a number of times along each dimension.</summary>
    /// <param name="times">How often, from the last dimension on; as many numbers as dimensions, or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    /// <exception cref="ShapeMismatchException">There are fewer numbers than dimensions.</exception>
    [TensorOp("repeat", "y = copies of x along each axis", "the sum of dy over the copies", "Tensor.repeat")]
    public Tensor Repeat(params ReadOnlySpan<int> times)
    {
        if (times.Length < Rank)
            throw new ShapeMismatchException("Repeat", $"a number for each dimension of {Shape}", $"{times.Length}");
        var repeated = Viewing.Reshape(this, Shape.Create([.. Enumerable.Repeat(1, times.Length - Rank), .. Shape.ToArray()]));
        for (var axis = 0; axis < times.Length; axis++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(times[axis], nameof(times));
            if (times[axis] != 1) repeated = RepeatAlong(repeated, axis, times[axis]);
        }
        return repeated;
    }

    private static Tensor RepeatAlong(Tensor x, int axis, int times)
    {
        var extents = x.Shape.ToArray();
        var split = AxisSplit.Of(x.Shape, axis);
        var copies = Expansion.To(
            Viewing.Reshape(x, [split.Outer, 1, split.Axis * split.Inner]), [split.Outer, times, split.Axis * split.Inner]);
        extents[axis] *= times;
        return Viewing.Reshape(copies, Shape.Create(extents));
    }
}
