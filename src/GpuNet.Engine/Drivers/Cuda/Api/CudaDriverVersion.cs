namespace ILGPU.Runtime.Cuda;

/// <summary>The newest version of CUDA that a driver supports.</summary>
public readonly struct CudaDriverVersion : IEquatable<CudaDriverVersion>, IComparable<CudaDriverVersion>
{
    private CudaDriverVersion(int value) => Value = value;

    public int Major => Value / 1000;

    public int Minor => Value % 1000 / 10;

    /// <summary>As the driver writes it: 12040 for 12.4.</summary>
    public int Value { get; }

    public static CudaDriverVersion FromMajorMinor(int major, int minor)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(major);
        ArgumentOutOfRangeException.ThrowIfNegative(minor);
        return new(major * 1000 + minor * 10);
    }

    public static CudaDriverVersion FromValue(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        return new(value);
    }

    public bool Equals(CudaDriverVersion other) => Value == other.Value;

    public int CompareTo(CudaDriverVersion other) => Value.CompareTo(other.Value);

    public override bool Equals(object? obj) => obj is CudaDriverVersion other && Equals(other);

    public override int GetHashCode() => Value;

    public override string ToString() => $"{Major}.{Minor}";

    public static implicit operator int(CudaDriverVersion version) => version.Value;

    public static bool operator ==(CudaDriverVersion first, CudaDriverVersion second) => first.Equals(second);

    public static bool operator !=(CudaDriverVersion first, CudaDriverVersion second) => !first.Equals(second);

    public static bool operator <(CudaDriverVersion first, CudaDriverVersion second) => first.CompareTo(second) < 0;

    public static bool operator <=(CudaDriverVersion first, CudaDriverVersion second) => first.CompareTo(second) <= 0;

    public static bool operator >(CudaDriverVersion first, CudaDriverVersion second) => first.CompareTo(second) > 0;

    public static bool operator >=(CudaDriverVersion first, CudaDriverVersion second) => first.CompareTo(second) >= 0;
}
