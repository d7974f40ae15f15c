namespace GpuNet.Engine.IR;

/// <summary>The scalar kinds of the IR. Signedness is a matter of the opcode, not of the type.</summary>
internal enum ScalarKind : byte { Void, Int1, Int8, Int16, Int32, Int64, Float32, Float64, Pointer }

/// <summary>
/// Where a pointer points. <see cref="Unknown"/> exists only until the address-space pass has run: back ends never see it,
/// so no device needs a generic address space.
/// </summary>
internal enum AddressSpace : byte { None, Unknown, Global, Shared, Private }

/// <summary>The type of an IR value: a scalar, or a pointer into one address space.</summary>
internal readonly record struct IRType(ScalarKind Kind, AddressSpace Space = AddressSpace.None)
{
    public static readonly IRType Void = new(ScalarKind.Void);
    public static readonly IRType Int1 = new(ScalarKind.Int1);
    public static readonly IRType Int8 = new(ScalarKind.Int8);
    public static readonly IRType Int16 = new(ScalarKind.Int16);
    public static readonly IRType Int32 = new(ScalarKind.Int32);
    public static readonly IRType Int64 = new(ScalarKind.Int64);
    public static readonly IRType Float32 = new(ScalarKind.Float32);
    public static readonly IRType Float64 = new(ScalarKind.Float64);

    public static IRType Pointer(AddressSpace space) => new(ScalarKind.Pointer, space);

    // The equality of records goes through comparers: types are compared at every step of the compiler.
    public bool Equals(IRType other) => Kind == other.Kind && Space == other.Space;
    public override int GetHashCode() => ((int)Kind << 8) | (int)Space;

    public bool IsVoid => Kind == ScalarKind.Void;
    public bool IsInteger => Kind is >= ScalarKind.Int1 and <= ScalarKind.Int64;
    public bool IsFloat => Kind is ScalarKind.Float32 or ScalarKind.Float64;
    public bool IsPointer => Kind == ScalarKind.Pointer;

    /// <summary>Bytes in memory: <c>bool</c> takes one, a pointer eight.</summary>
    public int Size => Kind switch
    {
        ScalarKind.Int1 or ScalarKind.Int8 => 1,
        ScalarKind.Int16 => 2,
        ScalarKind.Int32 or ScalarKind.Float32 => 4,
        ScalarKind.Int64 or ScalarKind.Float64 or ScalarKind.Pointer => 8,
        _ => 0,
    };

    /// <summary>Bits of an integer value.</summary>
    public int Bits => Kind == ScalarKind.Int1 ? 1 : Size * 8;

    public override string ToString() => Kind switch
    {
        ScalarKind.Void => "void",
        ScalarKind.Float32 => "f32",
        ScalarKind.Float64 => "f64",
        ScalarKind.Pointer => $"ptr.{Space.ToString().ToLowerInvariant()}",
        _ => $"i{Bits}",
    };
}
