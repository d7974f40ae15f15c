using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// A number and its derivative by something, carried through a computation: v + t e with e^2 = 0. An op that computes
/// with it instead of <typeparamref name="T"/> gives its derivative besides its value, to rounding; with duals of duals
/// as the number type, the derivative of any order. Comparisons look at the value alone, as the branches of a function
/// do.
/// </summary>
/// <remarks>
/// Source: Clifford 1873; Griewank and Walther 2008, chapter 3 (forward mode). Of <see cref="INumber{TSelf}"/>, kernels
/// use the constants, the four operations, the signs and the comparisons; see Dual.Number.cs for the rest.
/// </remarks>
/// <typeparam name="T">The type of value and derivative.</typeparam>
/// <param name="value">The value.</param>
/// <param name="tangent">The derivative.</param>
public readonly partial struct Dual<T>(T value, T tangent) : INumber<Dual<T>> where T : unmanaged, INumber<T>
{
    /// <summary>The value.</summary>
    public readonly T Value = value;

    /// <summary>The derivative.</summary>
    public readonly T Tangent = tangent;

    /// <inheritdoc/>
    public static Dual<T> Zero => new(T.Zero, T.Zero);

    /// <inheritdoc/>
    public static Dual<T> One => new(T.One, T.Zero);

    /// <inheritdoc/>
    public static Dual<T> operator +(Dual<T> left, Dual<T> right) =>
        new(left.Value + right.Value, left.Tangent + right.Tangent);

    /// <inheritdoc/>
    public static Dual<T> operator -(Dual<T> left, Dual<T> right) =>
        new(left.Value - right.Value, left.Tangent - right.Tangent);

    /// <inheritdoc/>
    public static Dual<T> operator *(Dual<T> left, Dual<T> right) =>
        new(left.Value * right.Value, Share(left.Tangent, right.Value) + Share(right.Tangent, left.Value));

    /// <inheritdoc/>
    public static Dual<T> operator /(Dual<T> left, Dual<T> right)
    {
        var quotient = left.Value / right.Value;
        var change = left.Tangent - Share(right.Tangent, quotient);
        // What does not change does not by zero, either.
        return new(quotient, change == T.Zero && right.Value == T.Zero ? T.Zero : change / right.Value);
    }

    /// <summary>
    /// tangent * slope; of what does not change at all nothing, however steep. That is a rule for infinite slopes alone: a
    /// tangent of 0 that is itself a dual number may have a tangent of its own.
    /// </summary>
    internal static T Share(T tangent, T slope) =>
        tangent == T.Zero && slope != T.Zero && slope + slope == slope ? T.Zero : tangent * slope;

    /// <inheritdoc/>
    public static Dual<T> operator -(Dual<T> value) => new(-value.Value, -value.Tangent);

    /// <inheritdoc/>
    public static Dual<T> operator +(Dual<T> value) => value;

    /// <inheritdoc/>
    public static Dual<T> operator ++(Dual<T> value) => value + One;

    /// <inheritdoc/>
    public static Dual<T> operator --(Dual<T> value) => value - One;

    /// <inheritdoc/>
    public static bool operator ==(Dual<T> left, Dual<T> right) => left.Value == right.Value;

    /// <inheritdoc/>
    public static bool operator !=(Dual<T> left, Dual<T> right) => left.Value != right.Value;

    /// <inheritdoc/>
    public static bool operator <(Dual<T> left, Dual<T> right) => left.Value < right.Value;

    /// <inheritdoc/>
    public static bool operator >(Dual<T> left, Dual<T> right) => left.Value > right.Value;

    /// <inheritdoc/>
    public static bool operator <=(Dual<T> left, Dual<T> right) => left.Value <= right.Value;

    /// <inheritdoc/>
    public static bool operator >=(Dual<T> left, Dual<T> right) => left.Value >= right.Value;
}
