using GpuNet.Kernels;
using GpuNet.Operations;

namespace GpuNet;

/// <content>
/// Comparisons of tensors of any type. They give masks (<see cref="DType.Bool"/>), which are combined by
/// <c>&amp; | ^ !</c>, counted by <see cref="Sum()"/>, handed to <see cref="Functional.Where"/>, and count as 1 and 0
/// where they are multiplied with numbers. Shapes broadcast as in NumPy. A mask has no gradient.
/// </content>
public sealed partial class Tensor
{
    /// <summary>Where left is above right.</summary>
    public static Tensor operator >(Tensor left, Tensor right) => Comparing<GreaterThan>.Forward(left, right);

    /// <summary>Where left is above the number.</summary>
    public static Tensor operator >(Tensor left, double right) => left > Promotion.NumberFor(left, right);

    /// <summary>Where left is below right.</summary>
    public static Tensor operator <(Tensor left, Tensor right) => Comparing<LessThan>.Forward(left, right);

    /// <summary>Where left is below the number.</summary>
    public static Tensor operator <(Tensor left, double right) => left < Promotion.NumberFor(left, right);

    /// <summary>Where left is at or above right.</summary>
    public static Tensor operator >=(Tensor left, Tensor right) => Comparing<GreaterOrEqual>.Forward(left, right);

    /// <summary>Where left is at or above the number.</summary>
    public static Tensor operator >=(Tensor left, double right) => left >= Promotion.NumberFor(left, right);

    /// <summary>Where left is at or below right.</summary>
    public static Tensor operator <=(Tensor left, Tensor right) => Comparing<LessOrEqual>.Forward(left, right);

    /// <summary>Where left is at or below the number.</summary>
    public static Tensor operator <=(Tensor left, double right) => left <= Promotion.NumberFor(left, right);

    /// <summary>Where both are equal; NaN equals nothing.</summary>
    public Tensor EqualTo(Tensor other) => Comparing<EqualTo>.Forward(this, other);

    /// <summary>Where an element equals the number.</summary>
    public Tensor EqualTo(double other) => EqualTo(Promotion.NumberFor(this, other));

    /// <summary>Where both differ; NaN differs from everything.</summary>
    public Tensor NotEqualTo(Tensor other) => Comparing<NotEqualTo>.Forward(this, other);

    /// <summary>Where an element differs from the number.</summary>
    public Tensor NotEqualTo(double other) => NotEqualTo(Promotion.NumberFor(this, other));

    /// <summary>Where both masks hold.</summary>
    /// <exception cref="DTypeNotSupportedException">An operand is no mask.</exception>
    public static Tensor operator &(Tensor left, Tensor right) => Integers.Combine<Minimum>(Mask(left), Mask(right));

    /// <summary>Where one of the masks holds, or both.</summary>
    /// <exception cref="DTypeNotSupportedException">An operand is no mask.</exception>
    public static Tensor operator |(Tensor left, Tensor right) => Integers.Combine<Maximum>(Mask(left), Mask(right));

    /// <summary>Where one of the masks holds and the other does not.</summary>
    /// <exception cref="DTypeNotSupportedException">An operand is no mask.</exception>
    public static Tensor operator ^(Tensor left, Tensor right) => Mask(left).NotEqualTo(Mask(right));

    /// <summary>Where the mask does not hold.</summary>
    /// <exception cref="DTypeNotSupportedException">The operand is no mask.</exception>
    public static Tensor operator !(Tensor mask) => Mask(mask).EqualTo(0);

    private static Tensor Mask(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        Check.OfType("Mask", tensor, DType.Bool);
        return tensor;
    }
}
