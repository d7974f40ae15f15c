namespace ILGPU.Runtime;

/// <summary>Limits that the compiler may assume, and must keep, for a kernel's launches.</summary>
public readonly struct KernelSpecialization : IEquatable<KernelSpecialization>
{
    public static readonly KernelSpecialization Empty;

    public KernelSpecialization(int? maxNumThreadsPerGroup, int? minNumGroupsPerMultiprocessor)
    {
        if (maxNumThreadsPerGroup is < 1)
            throw new ArgumentOutOfRangeException(nameof(maxNumThreadsPerGroup), maxNumThreadsPerGroup, "At least 1.");
        if (minNumGroupsPerMultiprocessor is < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(minNumGroupsPerMultiprocessor), minNumGroupsPerMultiprocessor, "At least 1.");
        }

        MaxNumThreadsPerGroup = maxNumThreadsPerGroup;
        MinNumGroupsPerMultiprocessor = minNumGroupsPerMultiprocessor;
    }

    public int? MaxNumThreadsPerGroup { get; }

    public int? MinNumGroupsPerMultiprocessor { get; }

    public bool Equals(KernelSpecialization other) =>
        MaxNumThreadsPerGroup == other.MaxNumThreadsPerGroup
        && MinNumGroupsPerMultiprocessor == other.MinNumGroupsPerMultiprocessor;

    public bool IsCompatibleWith(Accelerator accelerator)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return MaxNumThreadsPerGroup is not { } max || max <= accelerator.MaxNumThreadsPerGroup;
    }

    public override bool Equals(object? obj) => obj is KernelSpecialization other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(MaxNumThreadsPerGroup, MinNumGroupsPerMultiprocessor);

    public override string ToString() =>
        $"MaxNumThreadsPerGroup: {MaxNumThreadsPerGroup?.ToString() ?? "-"}, "
        + $"MinNumGroupsPerMultiprocessor: {MinNumGroupsPerMultiprocessor?.ToString() ?? "-"}";

    public static bool operator ==(KernelSpecialization first, KernelSpecialization second) => first.Equals(second);

    public static bool operator !=(KernelSpecialization first, KernelSpecialization second) => !first.Equals(second);
}
