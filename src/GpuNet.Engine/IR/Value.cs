using System.Globalization;

namespace GpuNet.Engine.IR;

/// <summary>Anything an instruction can use.</summary>
internal abstract class Value(IRType type)
{
    /// <summary>The value's type; only the address-space pass changes it, from an unknown space to a known one.</summary>
    public IRType Type { get; set; } = type;

    /// <summary>The name a printed function shows; numbered by <see cref="Function.Renumber"/>.</summary>
    public int Id { get; set; } = -1;

    /// <summary>True where work-items of one group may hold different values; set by the uniformity pass.</summary>
    public virtual bool IsVarying { get; set; }

    public override string ToString() => $"%{Id}";
}

/// <summary>A literal. Integers are sign-extended into <see cref="Bits"/>, floats are their IEEE bits. Equal by type and bits.</summary>
internal sealed class Constant(IRType type, long bits) : Value(type), IEquatable<Constant>
{
    public long Bits { get; } = Normalize(type, bits);

    public float AsSingle => BitConverter.Int32BitsToSingle((int)Bits);
    public double AsDouble => BitConverter.Int64BitsToDouble(Bits);
    public bool IsZero => Bits == 0;
    public bool IsFloatingOne => Type == IRType.Float32 ? AsSingle == 1 : Type == IRType.Float64 && AsDouble == 1;

    public static Constant Bool(bool value) => new(IRType.Int1, value ? 1 : 0);
    public static Constant Int32(int value) => new(IRType.Int32, value);
    public static Constant Int64(long value) => new(IRType.Int64, value);
    public static Constant Float32(float value) => new(IRType.Float32, BitConverter.SingleToInt32Bits(value));
    public static Constant Float64(double value) => new(IRType.Float64, BitConverter.DoubleToInt64Bits(value));
    public static Constant Zero(IRType type) => new(type, 0);

    public bool Equals(Constant? other) => other is not null && Type == other.Type && Bits == other.Bits;
    public override bool Equals(object? obj) => Equals(obj as Constant);
    public override int GetHashCode() => HashCode.Combine(Type, Bits);

    public override string ToString() => Type.Kind switch
    {
        ScalarKind.Float32 => AsSingle.ToString("R", CultureInfo.InvariantCulture) + "f",
        ScalarKind.Float64 => AsDouble.ToString("R", CultureInfo.InvariantCulture),
        ScalarKind.Int1 => Bits == 0 ? "false" : "true",
        _ => Bits.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The bits of a value of a type as they are kept: integers with their sign.</summary>
    public static long Normalize(IRType type, long bits) => type.Kind switch
    {
        ScalarKind.Int1 => bits & 1,
        ScalarKind.Int8 => (sbyte)bits,
        ScalarKind.Int16 => (short)bits,
        ScalarKind.Int32 or ScalarKind.Float32 => (int)bits,
        _ => bits,
    };
}

/// <summary>What a kernel parameter's slot carries; see docs/engine.md for the order.</summary>
internal enum ParameterRole { Extent, Scalar, Specialized, BufferHandle, BufferOffset, BufferLength }

/// <summary>One 8-byte argument slot of a kernel.</summary>
internal sealed class FunctionParameter(IRType type, int index, ParameterRole role, string name) : Value(type)
{
    public int Index { get; } = index;
    public ParameterRole Role { get; } = role;
    public string Name { get; } = name;

    /// <summary>Arguments are the same for every work-item.</summary>
    public override bool IsVarying { get => false; set { } }

    public override string ToString() => $"%{Name}";
}

/// <summary>A value that a block receives from each of its incoming edges (the IR's form of a phi).</summary>
internal sealed class BlockParameter(IRType type, Block block) : Value(type)
{
    public Block Block { get; } = block;
}
