using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace GpuNet.Kernels;

// What INumber asks for and no op computes with: questions about the value, answered by the value's own type, and
// conversions, which a derivative does not survive.
public readonly partial struct Dual<T>
{
    static int INumberBase<Dual<T>>.Radix => T.Radix;

    static Dual<T> IAdditiveIdentity<Dual<T>, Dual<T>>.AdditiveIdentity => Zero;

    static Dual<T> IMultiplicativeIdentity<Dual<T>, Dual<T>>.MultiplicativeIdentity => One;

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj is Dual<T> other ? CompareTo(other) : Value.CompareTo(obj);

    /// <inheritdoc/>
    public int CompareTo(Dual<T> other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public bool Equals(Dual<T> other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Dual<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => ToString(null, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) =>
        $"{Value.ToString(format, formatProvider)} + {Tangent.ToString(format, formatProvider)} e";

    bool ISpanFormattable.TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        var text = ToString(format.ToString(), provider);
        var fits = text.AsSpan().TryCopyTo(destination);
        charsWritten = fits ? text.Length : 0;
        return fits;
    }

    static Dual<T> IModulusOperators<Dual<T>, Dual<T>, Dual<T>>.operator %(Dual<T> left, Dual<T> right) =>
        throw Unsupported();

    static Dual<T> INumberBase<Dual<T>>.Abs(Dual<T> value) => value.Value < T.Zero ? -value : value;

    static bool INumberBase<Dual<T>>.IsCanonical(Dual<T> value) => T.IsCanonical(value.Value);

    static bool INumberBase<Dual<T>>.IsComplexNumber(Dual<T> value) => T.IsComplexNumber(value.Value);

    static bool INumberBase<Dual<T>>.IsEvenInteger(Dual<T> value) => T.IsEvenInteger(value.Value);

    static bool INumberBase<Dual<T>>.IsFinite(Dual<T> value) => T.IsFinite(value.Value);

    static bool INumberBase<Dual<T>>.IsImaginaryNumber(Dual<T> value) => T.IsImaginaryNumber(value.Value);

    static bool INumberBase<Dual<T>>.IsInfinity(Dual<T> value) => T.IsInfinity(value.Value);

    static bool INumberBase<Dual<T>>.IsInteger(Dual<T> value) => T.IsInteger(value.Value);

    static bool INumberBase<Dual<T>>.IsNaN(Dual<T> value) => T.IsNaN(value.Value);

    static bool INumberBase<Dual<T>>.IsNegative(Dual<T> value) => T.IsNegative(value.Value);

    static bool INumberBase<Dual<T>>.IsNegativeInfinity(Dual<T> value) => T.IsNegativeInfinity(value.Value);

    static bool INumberBase<Dual<T>>.IsNormal(Dual<T> value) => T.IsNormal(value.Value);

    static bool INumberBase<Dual<T>>.IsOddInteger(Dual<T> value) => T.IsOddInteger(value.Value);

    static bool INumberBase<Dual<T>>.IsPositive(Dual<T> value) => T.IsPositive(value.Value);

    static bool INumberBase<Dual<T>>.IsPositiveInfinity(Dual<T> value) => T.IsPositiveInfinity(value.Value);

    static bool INumberBase<Dual<T>>.IsRealNumber(Dual<T> value) => T.IsRealNumber(value.Value);

    static bool INumberBase<Dual<T>>.IsSubnormal(Dual<T> value) => T.IsSubnormal(value.Value);

    static bool INumberBase<Dual<T>>.IsZero(Dual<T> value) => T.IsZero(value.Value);

    static Dual<T> INumberBase<Dual<T>>.MaxMagnitude(Dual<T> x, Dual<T> y) =>
        T.MaxMagnitude(x.Value, y.Value) == x.Value ? x : y;

    static Dual<T> INumberBase<Dual<T>>.MaxMagnitudeNumber(Dual<T> x, Dual<T> y) =>
        T.MaxMagnitudeNumber(x.Value, y.Value) == x.Value ? x : y;

    static Dual<T> INumberBase<Dual<T>>.MinMagnitude(Dual<T> x, Dual<T> y) =>
        T.MinMagnitude(x.Value, y.Value) == x.Value ? x : y;

    static Dual<T> INumberBase<Dual<T>>.MinMagnitudeNumber(Dual<T> x, Dual<T> y) =>
        T.MinMagnitudeNumber(x.Value, y.Value) == x.Value ? x : y;

    static Dual<T> INumberBase<Dual<T>>.Parse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider) =>
        throw Unsupported();

    static Dual<T> INumberBase<Dual<T>>.Parse(string s, NumberStyles style, IFormatProvider? provider) =>
        throw Unsupported();

    static Dual<T> ISpanParsable<Dual<T>>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        throw Unsupported();

    static Dual<T> IParsable<Dual<T>>.Parse(string s, IFormatProvider? provider) => throw Unsupported();

    static bool INumberBase<Dual<T>>.TryParse(
        ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider, out Dual<T> result) => No(out result);

    static bool INumberBase<Dual<T>>.TryParse(
        [NotNullWhen(true)] string? s, NumberStyles style, IFormatProvider? provider, out Dual<T> result) =>
        No(out result);

    static bool ISpanParsable<Dual<T>>.TryParse(
        ReadOnlySpan<char> s, IFormatProvider? provider, out Dual<T> result) => No(out result);

    static bool IParsable<Dual<T>>.TryParse(
        [NotNullWhen(true)] string? s, IFormatProvider? provider, out Dual<T> result) => No(out result);

    static bool INumberBase<Dual<T>>.TryConvertFromChecked<TOther>(TOther value, out Dual<T> result) => No(out result);

    static bool INumberBase<Dual<T>>.TryConvertFromSaturating<TOther>(TOther value, out Dual<T> result) =>
        No(out result);

    static bool INumberBase<Dual<T>>.TryConvertFromTruncating<TOther>(TOther value, out Dual<T> result) =>
        No(out result);

    static bool INumberBase<Dual<T>>.TryConvertToChecked<TOther>(
        Dual<T> value, [MaybeNullWhen(false)] out TOther result) => No(out result);

    static bool INumberBase<Dual<T>>.TryConvertToSaturating<TOther>(
        Dual<T> value, [MaybeNullWhen(false)] out TOther result) => No(out result);

    static bool INumberBase<Dual<T>>.TryConvertToTruncating<TOther>(
        Dual<T> value, [MaybeNullWhen(false)] out TOther result) => No(out result);

    private static bool No<TResult>([MaybeNullWhen(false)] out TResult result)
    {
        result = default;
        return false;
    }

    private static NotSupportedException Unsupported() =>
        new("A dual number computes derivatives: it is neither parsed nor converted.");
}
