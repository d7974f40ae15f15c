using GpuNet.Operations;

namespace GpuNet;

public sealed partial class Tensor
{
    /// <summary>
    /// The matrix product op(this) op(other), where op transposes the operands as asked. Of more than two dimensions the
    /// last two are multiplied, and the others broadcast; a vector counts as a row on the left, as a column on the right.
    /// </summary>
    /// <param name="other">The right operand.</param>
    /// <param name="transposeThis">Whether this operand [.., k, m] is taken as [.., m, k]; of a vector, ignored.</param>
    /// <param name="transposeOther">Whether the other operand [.., n, k] is taken as [.., k, n]; of a vector, ignored.</param>
    /// <returns>[.., m, n], without the dimension that a vector does not have; each element is summed over k upwards in
    /// fused multiply-adds, on every device.</returns>
    /// <exception cref="ShapeMismatchException">An operand is a single value, the inner extents differ, or the others do not
    /// broadcast.</exception>
    [TensorOp("matmul", "y[.., i, j] = sum over k of a[.., i, k] b[.., k, j]", "dy b^T and a^T dy, summed over what broadcast", "torch.matmul", HasSecondDerivatives = true)]
    public Tensor MatMul(Tensor other, bool transposeThis = false, bool transposeOther = false)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Operations.MatMul.Forward(this, other, transposeThis, transposeOther);
    }

    /// <summary>The same elements in another shape, as a view of the same memory.</summary>
    /// <param name="extents">The extents; one of them may be -1, which stands for whatever is left.</param>
    /// <exception cref="ShapeMismatchException">The number of elements differs.</exception>
    [TensorOp("reshape", "y = x in another shape", "dy in x's shape", "torch.reshape")]
    public Tensor Reshape(params ReadOnlySpan<int> extents)
    {
        var unknown = extents.IndexOf(-1);
        if (unknown < 0) return Viewing.Reshape(this, Shape.Create(extents));
        Span<int> known = stackalloc int[extents.Length];
        extents.CopyTo(known);
        known[unknown] = 1;
        var rest = Shape.Create(known).Count;
        known[unknown] = rest == 0 ? 0 : Count / rest;
        return Viewing.Reshape(this, Shape.Create(known));
    }

    /// <summary>A copy of the elements in memory of its own; gradients flow through it.</summary>
    public Tensor Clone()
    {
        if (DType.IsFloatingPoint()) return Map<Kernels.Identity>(default);
        var copy = Uninitialized(Shape, DType, Device);
        Copying.Copy(this, copy);
        return copy;
    }

    /// <summary>
    /// A copy of some entries of the first dimension, in the given order: a shuffled batch. Off the tape.
    /// </summary>
    /// <param name="rows">Indices into the first dimension; may repeat.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index goes beyond the tensor.</exception>
    /// <exception cref="ShapeMismatchException">The tensor is a single value.</exception>
    public Tensor GatherRows(ReadOnlySpan<int> rows)
    {
        CheckRows("GatherRows", rows);
        var gathered = Uninitialized(RowsShape(rows.Length), DType, Device);
        Copying.GatherRows(this, rows, gathered);
        return gathered;
    }

    /// <summary>
    /// Overwrites the elements with some entries of another tensor's first dimension, in the given order: the next
    /// shuffled batch, where the one before was.
    /// </summary>
    /// <param name="source">A tensor of the same type, on the same device.</param>
    /// <param name="rows">Indices into its first dimension, as many as this tensor has entries; may repeat.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index goes beyond the source.</exception>
    /// <exception cref="ShapeMismatchException">The shape is not that of so many entries of the source.</exception>
    /// <exception cref="AutogradException">The tensor is the result of a recorded operation.</exception>
    public void CopyRowsFrom(Tensor source, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(source);
        source.CheckRows("CopyRowsFrom", rows);
        Check.SameShape("CopyRowsFrom", source.RowsShape(rows.Length), Shape);
        Check.SameTypeAndDevice("CopyRowsFrom", source, this);
        RequireWritable("CopyRowsFrom");
        WillChange();
        Copying.GatherRows(source, rows, this);
    }

    private void CheckRows(string operation, ReadOnlySpan<int> rows)
    {
        if (Rank == 0) throw new ShapeMismatchException(operation, "at least one dimension", Shape.ToString());
        foreach (var row in rows)
        {
            if ((uint)row >= (uint)Shape[0])
                throw new ArgumentOutOfRangeException(
                    nameof(rows), row, $"{operation}: a tensor of shape {Shape} has no row {row}.");
        }
    }

    private Shape RowsShape(int rows)
    {
        Span<int> extents = stackalloc int[Rank];
        Shape.Dimensions.CopyTo(extents);
        extents[0] = rows;
        return Shape.Create(extents);
    }
}
