using GpuNet.Kernels;

namespace GpuNet;

/// <content>
/// Comparisons. They give masks of the operands' own type, 1 and 0, to be multiplied with, summed, or handed to
/// <see cref="Functional.Where"/>; their gradient is 0. Shapes broadcast as in NumPy.
/// </content>
public sealed partial class Tensor
{
    /// <summary>1 where left is above right, else 0.</summary>
    public static Tensor operator >(Tensor left, Tensor right) => left.Combine<GreaterThan>(right, default);

    /// <summary>1 where left is above the number, else 0.</summary>
    public static Tensor operator >(Tensor left, float right) => left > Scalar(right, left.DType, left.Device);

    /// <summary>1 where left is below right, else 0.</summary>
    public static Tensor operator <(Tensor left, Tensor right) => left.Combine<LessThan>(right, default);

    /// <summary>1 where left is below the number, else 0.</summary>
    public static Tensor operator <(Tensor left, float right) => left < Scalar(right, left.DType, left.Device);

    /// <summary>1 where left is at or above right, else 0.</summary>
    public static Tensor operator >=(Tensor left, Tensor right) => left.Combine<GreaterOrEqual>(right, default);

    /// <summary>1 where left is at or above the number, else 0.</summary>
    public static Tensor operator >=(Tensor left, float right) => left >= Scalar(right, left.DType, left.Device);

    /// <summary>1 where left is at or below right, else 0.</summary>
    public static Tensor operator <=(Tensor left, Tensor right) => left.Combine<LessOrEqual>(right, default);

    /// <summary>1 where left is at or below the number, else 0.</summary>
    public static Tensor operator <=(Tensor left, float right) => left <= Scalar(right, left.DType, left.Device);

    /// <summary>1 where both are equal, else 0; NaN equals nothing.</summary>
    public Tensor EqualTo(Tensor other) => Combine<EqualTo>(other, default);

    /// <summary>1 where both differ, else 0; NaN differs from everything.</summary>
    public Tensor NotEqualTo(Tensor other) => Combine<NotEqualTo>(other, default);
}
