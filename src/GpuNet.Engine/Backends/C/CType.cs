using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.C;

/// <summary>
/// The C type of an expression: an IR type and what C adds to it, signedness and what a pointer points to.
/// Variables of integer type are signed; wrapping arithmetic makes unsigned expressions, where C defines overflow.
/// </summary>
/// <param name="Type">The IR type.</param>
/// <param name="Unsigned">For integers only.</param>
/// <param name="Element">For pointers only: the kind of scalar pointed to; <see cref="ScalarKind.Int8"/> for plain bytes.</param>
internal readonly record struct CType(IRType Type, bool Unsigned = false, ScalarKind Element = ScalarKind.Void)
{
    public ScalarKind Kind => Type.Kind;

    /// <summary>C computes in <c>int</c> what is narrower.</summary>
    public bool IsNarrow => Kind is ScalarKind.Int8 or ScalarKind.Int16;

    public CType AsUnsigned => this with { Unsigned = true };

    public static CType PointerTo(ScalarKind element, AddressSpace space) => new(IRType.Pointer(space), Element: Stored(element));

    /// <summary>The kind a value has in memory: <c>bool</c> is a byte there.</summary>
    public static ScalarKind Stored(ScalarKind kind) => kind == ScalarKind.Int1 ? ScalarKind.Int8 : kind;
}
