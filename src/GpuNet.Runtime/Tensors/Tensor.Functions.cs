using GpuNet.Kernels;
using GpuNet.Operations;

namespace GpuNet;

/// <content>Functions of each element, and of pairs of them, whose shapes broadcast as in NumPy.</content>
public sealed partial class Tensor
{
    /// <summary>2^x.</summary>
    public Tensor Exp2() => Map<Exp2>(default);

    /// <summary>e^x - 1, accurate near 0.</summary>
    public Tensor Expm1() => Map<Expm1>(default);

    /// <summary>The logarithm to base 2.</summary>
    public Tensor Log2() => Map<Log2>(default);

    /// <summary>The logarithm to base 10.</summary>
    public Tensor Log10() => Map<Log10>(default);

    /// <summary>log(1 + x), accurate near 0.</summary>
    public Tensor Log1p() => Map<Log1p>(default);

    /// <summary>The sine of radians.</summary>
    public Tensor Sin() => Map<Sin>(default);

    /// <summary>The cosine of radians.</summary>
    public Tensor Cos() => Map<Cos>(default);

    /// <summary>The tangent of radians.</summary>
    public Tensor Tan() => Map<Tan>(default);

    /// <summary>The inverse sine; NaN outside [-1, 1].</summary>
    public Tensor Asin() => Map<Asin>(default);

    /// <summary>The inverse cosine; NaN outside [-1, 1].</summary>
    public Tensor Acos() => Map<Acos>(default);

    /// <summary>The inverse tangent.</summary>
    public Tensor Atan() => Map<Atan>(default);

    /// <summary>The hyperbolic sine.</summary>
    public Tensor Sinh() => Map<Sinh>(default);

    /// <summary>The hyperbolic cosine.</summary>
    public Tensor Cosh() => Map<Cosh>(default);

    /// <summary>The inverse hyperbolic sine.</summary>
    public Tensor Asinh() => Map<Asinh>(default);

    /// <summary>The inverse hyperbolic cosine; NaN below 1.</summary>
    public Tensor Acosh() => Map<Acosh>(default);

    /// <summary>The inverse hyperbolic tangent; NaN outside [-1, 1].</summary>
    public Tensor Atanh() => Map<Atanh>(default);

    /// <summary>1 / sqrt(x).</summary>
    public Tensor Rsqrt() => Map<Rsqrt>(default);

    /// <summary>1 / x.</summary>
    public Tensor Reciprocal() => Map<Reciprocal>(default);

    /// <summary>The error function.</summary>
    public Tensor Erf() => Map<Erf>(default);

    /// <summary>1 - erf(x), accurate where that is small.</summary>
    public Tensor Erfc() => Map<Erfc>(default);

    /// <summary>1 above 0, -1 below; zeros and NaN stay. Its gradient is 0.</summary>
    public Tensor Sign() => DType.IsInteger() ? Integers.Sign(this) : Map<Sign>(default);

    /// <summary>The largest integer not above x. Its gradient is 0.</summary>
    public Tensor Floor() => Map<Floor>(default);

    /// <summary>The smallest integer not below x. Its gradient is 0.</summary>
    public Tensor Ceiling() => Map<Ceiling>(default);

    /// <summary>The nearest integer, of two the even one. Its gradient is 0.</summary>
    public Tensor Round() => Map<Round>(default);

    /// <summary>The integer next to x towards 0. Its gradient is 0.</summary>
    public Tensor Truncate() => Map<Truncate>(default);

    /// <summary>x limited to [min, max]; the gradient passes at the limits.</summary>
    /// <exception cref="ArgumentException"><paramref name="min"/> is above <paramref name="max"/>.</exception>
    public Tensor Clamp(float min, float max) => min <= max
        ? DType.IsInteger() ? Integers.Clamp(this, min, max) : Map(new Clamp(min, max))
        : throw new ArgumentException($"clamp: min ({min}) must not be above max ({max}).", nameof(min));

    /// <summary>x^exponent, with C's special values.</summary>
    public Tensor Pow(float exponent) => Map(new PowConstant(exponent));

    /// <summary>this^other, with C's special values.</summary>
    public Tensor Pow(Tensor other) => Combine<Pow>(other, default);

    /// <summary>The angle of the point (other, this), from -pi to pi.</summary>
    public Tensor Atan2(Tensor other) => Combine<Atan2>(other, default);

    /// <summary>The remainder of this / other truncated towards 0, with the sign of this: C's fmod.</summary>
    public Tensor Fmod(Tensor other) => Arithmetic<Fmod>(this, other);

    /// <summary>The remainder of this / other rounded down, with the sign of other: Python's %.</summary>
    public Tensor Remainder(Tensor other) => Arithmetic<Remainder>(this, other);

    /// <summary>The larger of both, NaN if either is; a tie halves the gradient.</summary>
    public Tensor Maximum(Tensor other) => Arithmetic<Maximum>(this, other);

    /// <summary>The smaller of both, NaN if either is; a tie halves the gradient.</summary>
    public Tensor Minimum(Tensor other) => Arithmetic<Minimum>(this, other);

    /// <summary>
    /// a / b of integers, rounded down, in their type; 0 where b is 0. Of floating-point numbers write <c>(a / b).Floor()</c>.
    /// As torch.floor_divide, which refuses b = 0 on the processor.
    /// </summary>
    /// <exception cref="DTypeNotSupportedException">The elements are no integers of one type.</exception>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast to one.</exception>
    public Tensor FloorDivide(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Integers.FloorDivide(this, other);
    }
}
