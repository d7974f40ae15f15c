using GpuNet.Operations;

namespace GpuNet;

/// <content>
/// Elements and slices by index, and in order. Indices are <see cref="DType.Int32"/> (<see cref="DType.Int64"/> is
/// converted) and not negative. They lie on the device, which notes those that are out of range: an
/// <see cref="InvalidIndexException"/> says so when the host next waits for it. Until then, what such an index selects is NaN, of
/// integers 0, and what it would add to is left alone.
/// </content>
public sealed partial class Tensor
{
    /// <summary>Elements by index along a dimension: y[i, k] = x[i, indices[i, k]] for axis 1 of a matrix.</summary>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <param name="indices">As many dimensions as this tensor, of no larger extents but along the dimension.</param>
    /// <returns>The shape of the indices.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    /// <exception cref="ShapeMismatchException">The indices' shape does not fit.</exception>
    /// <exception cref="DTypeNotSupportedException">The indices are no integers.</exception>
    [TensorOp("gather", "y[k] = x[indices[k]] along an axis", "dy added up at the indices, in their order", "torch.gather")]
    public Tensor Gather(int axis, Tensor indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        var (dimension, index) = CheckIndices("Gather", axis, indices);
        var x = Beginning(this, index.Shape, dimension);
        return Gathering.Forward(
            x, index, AxisSplit.Of(x.Shape, dimension), index.Shape, areUnique: false, IndexSite.Gather);
    }

    /// <summary>
    /// This tensor with elements of another added at indices along a dimension, in their order, so that the sums are the
    /// same in each run and on every device: y[i, indices[i, k]] += source[i, k] for axis 1 of a matrix.
    /// </summary>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <param name="indices">As many dimensions as this tensor, of no larger extents but along the dimension.</param>
    /// <param name="source">What is added: of the indices' shape, or larger.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="DTypeNotSupportedException">The indices are no integers, or what is added is of another type.</exception>
    [TensorOp("scatter_add", "y = x, y[indices[k]] += source[k] along an axis", "dy; to the source, dy gathered", "torch.scatter_add")]
    public Tensor ScatterAdd(int axis, Tensor indices, Tensor source)
    {
        var (dimension, index, part) = CheckSource("ScatterAdd", axis, indices, source);
        var touched = Touched(index.Shape, dimension);
        var sums = ScatterSum.Forward(part, index, AxisSplit.Of(touched, dimension), touched, IndexSite.ScatterAdd);
        return this + InPlace(sums);
    }

    /// <summary>
    /// This tensor with elements of another in the place of its own at indices along a dimension. Of several for one
    /// place, the last counts, and takes the gradient.
    /// </summary>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <param name="indices">As many dimensions as this tensor, of no larger extents but along the dimension.</param>
    /// <param name="source">What takes the places: of the indices' shape, or larger.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="DTypeNotSupportedException">The indices are no integers, or the source is of another type.</exception>
    [TensorOp("scatter", "y = x, y[indices[k]] = source[k] along an axis", "dy where x stays; to the source, dy gathered", "torch.scatter")]
    public Tensor Scatter(int axis, Tensor indices, Tensor source)
    {
        var (dimension, index, part) = CheckSource("Scatter", axis, indices, source);
        var touched = Touched(index.Shape, dimension);
        if (index.Count == 0) return Clone();
        var winners = ScatterSum.Last(index, AxisSplit.Of(touched, dimension), touched);
        var values = Gathering.Forward(
            part, winners, AxisSplit.Of(part.Shape, dimension), touched, areUnique: true);
        var isReplaced = (winners >= 0).To(DType);
        return Functional.Where(InPlace(isReplaced), InPlace(values), this);
    }

    /// <summary>Slices by index along a dimension, in the given order: rows of an embedding, shuffled samples.</summary>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <param name="indices">One dimension; may repeat.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    /// <exception cref="ShapeMismatchException">The indices have more dimensions, or fewer.</exception>
    /// <exception cref="DTypeNotSupportedException">The indices are no integers.</exception>
    [TensorOp("index_select", "y[k] = x[indices[k]], whole slices along an axis", "dy added up at the indices, in their order", "torch.index_select")]
    public Tensor IndexSelect(int axis, Tensor indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        Check.SameDevice("IndexSelect", this, indices);
        Check.Rank("IndexSelect", indices, 1, "indices of one dimension");
        return Selection.Forward(this, Check.Axis("IndexSelect", Shape, axis), Check.Labels("IndexSelect", indices), IndexSite.IndexSelect);
    }

    /// <summary>Slices by index along a dimension, in the given order.</summary>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <param name="indices">May repeat.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension, or an index goes beyond it.</exception>
    public Tensor IndexSelect(int axis, ReadOnlySpan<int> indices)
    {
        var dimension = Check.Axis("IndexSelect", Shape, axis);
        foreach (var index in indices)
        {
            if ((uint)index >= (uint)Shape[dimension])
                throw new ArgumentOutOfRangeException(
                    nameof(indices), index, $"IndexSelect: axis {dimension} of a tensor of shape {Shape} has no index {index}.");
        }
        return Selection.Forward(this, dimension, From(indices, Device));
    }

    /// <summary>This tensor with slices of another added at indices along a dimension, in their order.</summary>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <param name="indices">One dimension; may repeat.</param>
    /// <param name="source">This tensor's shape, but along the dimension as long as the indices.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="DTypeNotSupportedException">The indices are no integers, or what is added is of another type.</exception>
    [TensorOp("index_add", "y = x, y[indices[k]] += source[k], whole slices along an axis", "dy; to the source, dy selected", "torch.index_add")]
    public Tensor IndexAdd(int axis, Tensor indices, Tensor source)
    {
        const string Name = "IndexAdd";
        ArgumentNullException.ThrowIfNull(indices);
        ArgumentNullException.ThrowIfNull(source);
        Check.SameTypeAndDevice(Name, this, source);
        Check.SameDevice(Name, this, indices);
        Check.Rank(Name, indices, 1, "indices of one dimension");
        var dimension = Check.Axis(Name, Shape, axis);
        var extents = Shape.ToArray();
        extents[dimension] = indices.Count;
        Check.SameShape(Name, Shape.Create(extents), source.Shape);
        return this + Selection.Sum(source, dimension, Check.Labels(Name, indices), Shape[dimension], IndexSite.IndexAdd);
    }

    /// <summary>The elements at which a mask holds, one after the other; how many is read back from the device.</summary>
    /// <param name="mask">A mask of this tensor's shape; anything but 0 holds.</param>
    /// <returns>One dimension.</returns>
    /// <exception cref="ShapeMismatchException">The mask has another shape.</exception>
    [TensorOp("masked_select", "the x where a mask holds", "dy in its place, zeros elsewhere", "torch.masked_select")]
    public Tensor MaskedSelect(Tensor mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        Check.SameShape("MaskedSelect", Shape, mask.Shape);
        return Reshape(-1).IndexSelect(0, Operations.MaskedPlaces.Of(mask.To(DType.Bool)));
    }

    private (int Axis, Tensor Indices) CheckIndices(string operation, int axis, Tensor indices)
    {
        Check.SameDevice(operation, this, indices);
        var dimension = Check.Axis(operation, Shape, axis);
        if (!FitsWithin(indices.Shape, Shape, dimension))
            throw new ShapeMismatchException(
                operation, $"indices within {Shape} but along axis {dimension}", indices.Shape.ToString());
        return (dimension, Check.Labels(operation, indices));
    }

    private (int Axis, Tensor Indices, Tensor Part) CheckSource(string operation, int axis, Tensor indices, Tensor source)
    {
        ArgumentNullException.ThrowIfNull(indices);
        ArgumentNullException.ThrowIfNull(source);
        Check.SameTypeAndDevice(operation, this, source);
        var (dimension, index) = CheckIndices(operation, axis, indices);
        if (!FitsWithin(index.Shape, source.Shape, except: -1))
            throw new ShapeMismatchException(
                operation, $"a source of at least the indices' shape {index.Shape}", source.Shape.ToString());
        return (dimension, index, Beginning(source, index.Shape, except: -1));
    }

    private static bool FitsWithin(Shape inner, Shape outer, int except)
    {
        if (inner.Rank != outer.Rank) return false;
        for (var i = 0; i < inner.Rank; i++)
        {
            if (i != except && inner[i] > outer[i]) return false;
        }
        return true;
    }

    /// <summary>The beginning of each dimension but one, as long as another shape's.</summary>
    private static Tensor Beginning(Tensor x, Shape shape, int except)
    {
        var slices = PartOf(shape);
        if (except >= 0) slices[except] = AxisSlice.All(x.Shape[except]);
        return slices.Zip(x.Shape.ToArray(), (slice, extent) => slice.IsAll(extent)).All(isAll => isAll)
            ? x
            : Slicing.Forward(x, slices);
    }

    private static AxisSlice[] PartOf(Shape shape) => [.. shape.ToArray().Select(AxisSlice.All)];

    /// <summary>The shape of the part of this tensor that indices of a shape can reach.</summary>
    private Shape Touched(Shape indices, int axis)
    {
        var extents = indices.ToArray();
        extents[axis] = Shape[axis];
        return Shape.Create(extents);
    }

    /// <summary>A tensor of at most this one's extents, with zeros behind.</summary>
    private Tensor InPlace(Tensor part) => part.Shape == Shape
        ? part
        : Slicing.Place(part, PartOf(part.Shape), Shape);
}
