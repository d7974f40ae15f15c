using System.Globalization;

namespace GpuNet.Kernels;

/// <summary>
/// A bfloat16 number: the sign, the exponent and the first seven bits of the fraction of a float. The range of floats,
/// to two or three digits, in half the memory. A type for storing: compute in <see cref="float"/>, which any of them
/// converts to. Source: the BF16 format of Intel's "BFLOAT16 - Hardware Numerics Definition" (2018).
/// </summary>
/// <param name="Bits">The upper half of the float's bits.</param>
public readonly record struct BFloat16(ushort Bits) : IComparable<BFloat16>, IFormattable
{
    /// <summary>The largest finite number, about 3.39e38.</summary>
    public static BFloat16 MaxValue => new(0x7F7F);

    /// <summary>The distance of 1 and the next larger number: 2^-7.</summary>
    public static BFloat16 Epsilon => new(0x3C00);

    /// <summary>The nearest number, of two the one with an even fraction; a NaN becomes quiet.</summary>
    public static explicit operator BFloat16(float value) => new(BFloat16Storage.Store(value));

    /// <summary>The same number; exact.</summary>
    public static implicit operator float(BFloat16 value) => BFloat16Storage.Load(value.Bits);

    /// <summary>Whether both are the same number: zeros are, whatever their signs, and NaNs, as for floats.</summary>
    public bool Equals(BFloat16 other) => ((float)this).Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ((float)this).GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(BFloat16 other) => ((float)this).CompareTo(other);

    /// <inheritdoc/>
    public override string ToString() => ToString(null, CultureInfo.CurrentCulture);

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) =>
        ((float)this).ToString(format, formatProvider);
}
