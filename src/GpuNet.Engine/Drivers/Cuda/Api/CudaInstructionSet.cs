namespace ILGPU.Runtime.Cuda;

/// <summary>A version of PTX, the language between compilers and NVIDIA's drivers.</summary>
public readonly struct CudaInstructionSet : IEquatable<CudaInstructionSet>, IComparable<CudaInstructionSet>
{
    public static readonly CudaInstructionSet ISA_10 = new(1, 0);
    public static readonly CudaInstructionSet ISA_11 = new(1, 1);
    public static readonly CudaInstructionSet ISA_12 = new(1, 2);
    public static readonly CudaInstructionSet ISA_13 = new(1, 3);
    public static readonly CudaInstructionSet ISA_14 = new(1, 4);
    public static readonly CudaInstructionSet ISA_20 = new(2, 0);
    public static readonly CudaInstructionSet ISA_21 = new(2, 1);
    public static readonly CudaInstructionSet ISA_22 = new(2, 2);
    public static readonly CudaInstructionSet ISA_23 = new(2, 3);
    public static readonly CudaInstructionSet ISA_30 = new(3, 0);
    public static readonly CudaInstructionSet ISA_31 = new(3, 1);
    public static readonly CudaInstructionSet ISA_32 = new(3, 2);
    public static readonly CudaInstructionSet ISA_40 = new(4, 0);
    public static readonly CudaInstructionSet ISA_41 = new(4, 1);
    public static readonly CudaInstructionSet ISA_42 = new(4, 2);
    public static readonly CudaInstructionSet ISA_43 = new(4, 3);
    public static readonly CudaInstructionSet ISA_50 = new(5, 0);
    public static readonly CudaInstructionSet ISA_60 = new(6, 0);
    public static readonly CudaInstructionSet ISA_61 = new(6, 1);
    public static readonly CudaInstructionSet ISA_62 = new(6, 2);
    public static readonly CudaInstructionSet ISA_63 = new(6, 3);
    public static readonly CudaInstructionSet ISA_64 = new(6, 4);
    public static readonly CudaInstructionSet ISA_65 = new(6, 5);
    public static readonly CudaInstructionSet ISA_70 = new(7, 0);
    public static readonly CudaInstructionSet ISA_71 = new(7, 1);
    public static readonly CudaInstructionSet ISA_72 = new(7, 2);
    public static readonly CudaInstructionSet ISA_73 = new(7, 3);
    public static readonly CudaInstructionSet ISA_74 = new(7, 4);
    public static readonly CudaInstructionSet ISA_75 = new(7, 5);
    public static readonly CudaInstructionSet ISA_76 = new(7, 6);
    public static readonly CudaInstructionSet ISA_77 = new(7, 7);
    public static readonly CudaInstructionSet ISA_78 = new(7, 8);
    public static readonly CudaInstructionSet ISA_80 = new(8, 0);
    public static readonly CudaInstructionSet ISA_81 = new(8, 1);
    public static readonly CudaInstructionSet ISA_82 = new(8, 2);
    public static readonly CudaInstructionSet ISA_83 = new(8, 3);
    public static readonly CudaInstructionSet ISA_84 = new(8, 4);
    public static readonly CudaInstructionSet ISA_85 = new(8, 5);
    public static readonly CudaInstructionSet ISA_86 = new(8, 6);
    public static readonly CudaInstructionSet ISA_87 = new(8, 7);
    public static readonly CudaInstructionSet ISA_88 = new(8, 8);

    public CudaInstructionSet(int major, int minor)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(major);
        ArgumentOutOfRangeException.ThrowIfNegative(minor);
        Major = major;
        Minor = minor;
    }

    public int Major { get; }

    public int Minor { get; }

    public bool Equals(CudaInstructionSet other) => Major == other.Major && Minor == other.Minor;

    public int CompareTo(CudaInstructionSet other) => (Major, Minor).CompareTo((other.Major, other.Minor));

    public override bool Equals(object? obj) => obj is CudaInstructionSet other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Major, Minor);

    public override string ToString() => $"ISA_{Major}{Minor}";

    public static bool operator ==(CudaInstructionSet first, CudaInstructionSet second) => first.Equals(second);

    public static bool operator !=(CudaInstructionSet first, CudaInstructionSet second) => !first.Equals(second);

    public static bool operator <(CudaInstructionSet first, CudaInstructionSet second) => first.CompareTo(second) < 0;

    public static bool operator <=(CudaInstructionSet first, CudaInstructionSet second) => first.CompareTo(second) <= 0;

    public static bool operator >(CudaInstructionSet first, CudaInstructionSet second) => first.CompareTo(second) > 0;

    public static bool operator >=(CudaInstructionSet first, CudaInstructionSet second) => first.CompareTo(second) >= 0;
}
