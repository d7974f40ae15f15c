namespace ILGPU;

public readonly struct LongIndex3D : ILongIndex<LongIndex3D, Index3D>
{
    public static readonly LongIndex3D Invalid = new(-1);
    public static readonly LongIndex3D Zero = new(0);
    public static readonly LongIndex3D One = new(1);

    public LongIndex3D(long value)
        : this(value, value, value)
    {
    }

    public LongIndex3D(LongIndex2D xy, long z)
        : this(xy.X, xy.Y, z)
    {
    }

    public LongIndex3D(long x, LongIndex2D yz)
        : this(x, yz.X, yz.Y)
    {
    }

    public LongIndex3D(long x, long y, long z)
    {
        X = x;
        Y = y;
        Z = z;
    }

    public long X { get; }

    public long Y { get; }

    public long Z { get; }

    public LongIndex2D XY => new(X, Y);

    public LongIndex2D YZ => new(Y, Z);

    public bool IsFirst => X == 0 && Y == 0 && Z == 0;

    public long Size => X * Y * Z;

    public IndexType IndexType => IndexType.LongIndex3D;

    public static LongIndex3D Min(LongIndex3D first, LongIndex3D second) =>
        new(
            IntrinsicMath.Min(first.X, second.X),
            IntrinsicMath.Min(first.Y, second.Y),
            IntrinsicMath.Min(first.Z, second.Z));

    public static LongIndex3D Max(LongIndex3D first, LongIndex3D second) =>
        new(
            IntrinsicMath.Max(first.X, second.X),
            IntrinsicMath.Max(first.Y, second.Y),
            IntrinsicMath.Max(first.Z, second.Z));

    public static LongIndex3D Clamp(LongIndex3D value, LongIndex3D min, LongIndex3D max) => Max(Min(value, max), min);

    public Index3D ToIntIndex()
    {
        IndexTypeExtensions.AssertIntIndex(X);
        IndexTypeExtensions.AssertIntIndex(Y);
        IndexTypeExtensions.AssertIntIndex(Z);
        return new Index3D((int)X, (int)Y, (int)Z);
    }

    public bool InBounds(LongIndex3D dimension) =>
        X >= 0 && X < dimension.X &&
        Y >= 0 && Y < dimension.Y &&
        Z >= 0 && Z < dimension.Z;

    public bool InBoundsInclusive(LongIndex3D dimension) =>
        X >= 0 && X <= dimension.X &&
        Y >= 0 && Y <= dimension.Y &&
        Z >= 0 && Z <= dimension.Z;

    public LongIndex3D Add(LongIndex3D rhs) => this + rhs;

    public LongIndex3D Subtract(LongIndex3D rhs) => this - rhs;

    public (long, long, long) ToValueTuple() => (X, Y, Z);

    public void Deconstruct(out long x, out long y, out long z)
    {
        x = X;
        y = Y;
        z = Z;
    }

    public bool Equals(LongIndex3D other) => this == other;

    public override bool Equals(object? obj) => obj is LongIndex3D other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(X, Y, Z);

    public override string ToString() => $"({X}, {Y}, {Z})";

    public static explicit operator Index3D(LongIndex3D index) => index.ToIntIndex();

    public static implicit operator LongIndex3D((long, long, long) values) =>
        new(values.Item1, values.Item2, values.Item3);

    public static LongIndex3D Add(LongIndex3D first, LongIndex3D second) => first + second;

    public static LongIndex3D operator +(LongIndex3D first, LongIndex3D second) =>
        new(first.X + second.X, first.Y + second.Y, first.Z + second.Z);

    public static LongIndex3D Subtract(LongIndex3D first, LongIndex3D second) => first - second;

    public static LongIndex3D operator -(LongIndex3D first, LongIndex3D second) =>
        new(first.X - second.X, first.Y - second.Y, first.Z - second.Z);

    public static LongIndex3D Multiply(LongIndex3D first, LongIndex3D second) => first * second;

    public static LongIndex3D operator *(LongIndex3D first, LongIndex3D second) =>
        new(first.X * second.X, first.Y * second.Y, first.Z * second.Z);

    public static LongIndex3D Divide(LongIndex3D first, LongIndex3D second) => first / second;

    public static LongIndex3D operator /(LongIndex3D first, LongIndex3D second) =>
        new(first.X / second.X, first.Y / second.Y, first.Z / second.Z);

    public static bool operator ==(LongIndex3D first, LongIndex3D second) =>
        first.X == second.X && first.Y == second.Y && first.Z == second.Z;

    public static bool operator !=(LongIndex3D first, LongIndex3D second) => !(first == second);
}
