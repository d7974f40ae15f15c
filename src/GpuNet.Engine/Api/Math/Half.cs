namespace ILGPU;

/// <summary>
/// IEEE 754 binary16 over a <see cref="ushort"/>, in plain C#, so that kernels inline it. Arithmetic is float
/// arithmetic rounded once more, which gives the correctly rounded result: a float has more than twice a half's digits.
/// </summary>
public readonly partial struct Half : IEquatable<Half>, IComparable<Half>
{
    public static readonly Half Epsilon = new(0x0001);
    public static readonly Half MaxValue = new(0x7BFF);
    public static readonly Half MinValue = new(0xFBFF);
    public static readonly Half NaN = new(0xFE00);
    public static readonly Half PositiveInfinity = new(PositiveInfinityBits);
    public static readonly Half NegativeInfinity = new(NegativeInfinityBits);
    public static readonly Half Zero = new(0x0000);
    public static readonly Half One = new(0x3C00);

    private const ushort MagnitudeMask = 0x7FFF;
    private const ushort SignMask = 0x8000;
    private const ushort PositiveInfinityBits = 0x7C00;
    private const ushort NegativeInfinityBits = 0xFC00;

    internal Half(ushort rawValue) => RawValue = rawValue;

    internal ushort RawValue { get; }

    public static Half Abs(Half half) => new((ushort)(half.RawValue & MagnitudeMask));

    public static bool IsNaN(Half half) => (half.RawValue & MagnitudeMask) > PositiveInfinityBits;

    public static bool IsZero(Half half) => (half.RawValue & MagnitudeMask) == 0;

    public static bool IsPositiveInfinity(Half half) => half.RawValue == PositiveInfinityBits;

    public static bool IsNegativeInfinity(Half half) => half.RawValue == NegativeInfinityBits;

    public static bool IsInfinity(Half half) => (half.RawValue & MagnitudeMask) == PositiveInfinityBits;

    public static bool IsFinite(Half half) => (half.RawValue & MagnitudeMask) < PositiveInfinityBits;

    // Like every .NET number: NaN equals NaN here, though not under the == operator.
    public bool Equals(Half other) => this == other || (IsNaN(this) && IsNaN(other));

    public int CompareTo(Half other) => ((float)this).CompareTo(other);

    public override bool Equals(object? obj) => obj is Half other && Equals(other);

    public override int GetHashCode() => ((float)this).GetHashCode();

    public override string ToString() => ((float)this).ToString();

    public static Half operator -(Half halfValue) => new((ushort)(halfValue.RawValue ^ SignMask));

    public static Half operator +(Half first, Half second) => (Half)((float)first + (float)second);

    public static Half operator -(Half first, Half second) => (Half)((float)first - (float)second);

    public static Half operator *(Half first, Half second) => (Half)((float)first * (float)second);

    public static Half operator /(Half first, Half second) => (Half)((float)first / (float)second);

    public static bool operator ==(Half first, Half second) => (float)first == (float)second;

    public static bool operator !=(Half first, Half second) => (float)first != (float)second;

    public static bool operator <(Half first, Half second) => (float)first < (float)second;

    public static bool operator <=(Half first, Half second) => (float)first <= (float)second;

    public static bool operator >(Half first, Half second) => (float)first > (float)second;

    public static bool operator >=(Half first, Half second) => (float)first >= (float)second;
}
