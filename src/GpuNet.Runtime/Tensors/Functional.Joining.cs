using GpuNet.Operations;

namespace GpuNet;

/// <content>Several tensors as one.</content>
public static partial class Functional
{
    /// <summary>Tensors one behind the other along a dimension.</summary>
    /// <param name="tensors">At least one; of one type, and of the same extents but along the dimension.</param>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <exception cref="ArgumentException">There are no tensors.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    /// <exception cref="ShapeMismatchException">Other extents differ.</exception>
    [TensorOp("concatenate", "y = x_1, x_2, .. along an axis", "each takes its part of dy", "torch.cat")]
    public static Tensor Concatenate(IReadOnlyList<Tensor> tensors, int axis = 0)
    {
        CheckAny("Concatenate", tensors);
        return Concatenation.Forward(tensors, axis);
    }

    /// <summary>Tensors of one shape along a new dimension.</summary>
    /// <param name="tensors">At least one; all of the same shape and type.</param>
    /// <param name="axis">The place of the new dimension in the result; -1 is the last.</param>
    /// <exception cref="ArgumentException">There are no tensors.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The result has no such dimension.</exception>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    [TensorOp("stack", "y[.., k, ..] = x_k along a new axis", "each takes its part of dy", "torch.stack")]
    public static Tensor Stack(IReadOnlyList<Tensor> tensors, int axis = 0)
    {
        CheckAny("Stack", tensors);
        foreach (var tensor in tensors) Check.SameShape("Stack", tensors[0].Shape, tensor.Shape);
        return Concatenation.Forward([.. tensors.Select(tensor => tensor.Unsqueeze(axis))], axis);
    }

    private static void CheckAny(string operation, IReadOnlyList<Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (tensors.Count == 0) throw new ArgumentException($"{operation}: there has to be a tensor.", nameof(tensors));
        foreach (var tensor in tensors) ArgumentNullException.ThrowIfNull(tensor, nameof(tensors));
    }
}
