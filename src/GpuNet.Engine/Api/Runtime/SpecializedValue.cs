namespace ILGPU.Runtime;

public static class SpecializedValue
{
    public static SpecializedValue<T> New<T>(T value)
        where T : unmanaged, IEquatable<T> =>
        new(value);
}

public struct SpecializedValue<T> : IEquatable<SpecializedValue<T>>
    where T : unmanaged, IEquatable<T>
{
    public SpecializedValue(T value) => Value = value;

    public T Value { get; set; }

    public bool Equals(SpecializedValue<T> other) => Value.Equals(other.Value);

    public override bool Equals(object? obj) => obj is SpecializedValue<T> other && Equals(other);

    public override int GetHashCode() => Value.GetHashCode();

    public override string? ToString() => Value.ToString();

    public static bool operator ==(SpecializedValue<T> first, SpecializedValue<T> second) => first.Equals(second);

    public static bool operator !=(SpecializedValue<T> first, SpecializedValue<T> second) => !first.Equals(second);

    public static implicit operator T(SpecializedValue<T> value) => value.Value;
}
