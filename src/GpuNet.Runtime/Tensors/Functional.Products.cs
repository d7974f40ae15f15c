namespace GpuNet;

/// <content>Products of vectors, and vectors of classes.</content>
public static partial class Functional
{
    /// <summary>The sum of the products of two vectors' elements.</summary>
    /// <param name="first">[n].</param>
    /// <param name="second">[n].</param>
    /// <returns>A single value.</returns>
    /// <exception cref="ShapeMismatchException">The shapes differ, or are no vectors'.</exception>
    [TensorOp("dot", "y = sum of a b", "dy b and dy a", "torch.dot", HasSecondDerivatives = true)]
    public static Tensor Dot(Tensor first, Tensor second)
    {
        SameShapes("Dot", first, second, nameof(second));
        Check.Rank("Dot", first, 1, "vectors");
        Check.SameTypeAndDevice("Dot", first, second);
        if (first.DType.IsNarrow()) return Dot(first.To(DType.Float32), second.To(DType.Float32)).To(first.DType);
        return (first * second).Sum();
    }

    /// <summary>Each element of one vector times each of another.</summary>
    /// <param name="first">[m].</param>
    /// <param name="second">[n].</param>
    /// <returns>[m, n].</returns>
    /// <exception cref="ShapeMismatchException">An operand is no vector.</exception>
    [TensorOp("outer", "y[i, j] = a[i] b[j]", "dy b and a dy", "torch.outer", HasSecondDerivatives = true)]
    public static Tensor Outer(Tensor first, Tensor second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        Check.Rank("Outer", first, 1, "a vector on the left");
        Check.Rank("Outer", second, 1, "a vector on the right");
        return first.Unsqueeze(1) * second.Unsqueeze(0);
    }

    /// <summary>Classes as vectors of zeros with a one.</summary>
    /// <param name="labels">Integers in [0, classes), any shape; any other makes its vector NaN, and an
    /// <see cref="InvalidIndexException"/> when the host next waits for the device.</param>
    /// <param name="classes">The number of classes, at least 1.</param>
    /// <param name="dtype">The type of the result: floating-point.</param>
    /// <returns>The shape of the labels, and the classes as last dimension.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are no classes.</exception>
    /// <exception cref="DTypeNotSupportedException">The labels are no integers.</exception>
    [TensorOp("one_hot", "y[.., c] = 1 where labels[..] is c, else 0", "none", "torch.nn.functional.one_hot")]
    public static Tensor OneHot(Tensor labels, int classes, DType dtype = DType.Float32)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        var rows = Operations.LabelDistribution.Forward(
            IndexSite.OneHot, labels.Reshape(-1), classes, dtype, weights: null, smoothing: 0, ignored: null);
        return rows.Reshape([.. labels.Shape.Dimensions, classes]);
    }
}
