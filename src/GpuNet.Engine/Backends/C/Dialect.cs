using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.C;

/// <summary>
/// What the C dialects for devices spell differently. The emitter knows the IR, a dialect knows names; whatever is plain C
/// stands in the emitter.
/// </summary>
internal abstract class Dialect
{
    /// <summary>Use the device's fast approximations where it has them.</summary>
    public bool FastMath { get; init; }

    /// <summary>Float division and square root are correctly rounded; otherwise they are computed in double.</summary>
    public bool RoundsDivideAndSqrt { get; init; } = true;

    /// <summary>Suffix of a 64-bit integer literal.</summary>
    public abstract string LongSuffix { get; }

    /// <summary>What stands before a device function's return type.</summary>
    public abstract string FunctionPrefix { get; }

    /// <summary>What stands before a kernel's name.</summary>
    public abstract string KernelPrefix { get; }

    /// <summary>What stands before a declaration in shared memory.</summary>
    public abstract string SharedPrefix { get; }

    /// <summary>The most static shared memory that a kernel may declare; more becomes a part of the dynamic one.</summary>
    public virtual int MostStaticSharedBytes => int.MaxValue;

    public abstract string Aligned(int bytes);

    /// <summary>Lines at the top of a source that needs <paramref name="requirements"/>.</summary>
    public abstract IEnumerable<string> Prologue(Requirements requirements);

    /// <summary>
    /// What a selection chooses from has names of its own. Compilers make branches of expressions that stand in a conditional operator,
    /// and move into them what only they use: parts of wide loads, too.
    /// </summary>
    public virtual bool NamesChoices => false;

    /// <summary>Neighbouring scalars are read and written at once.</summary>
    public abstract bool JoinsAccesses { get; init; }

    /// <summary>What is done to sixteen neighbours alike is done by vectors.</summary>
    public virtual bool PacksLanes { get; init; }

    /// <summary>The type of some scalars side by side.</summary>
    public abstract string VectorName(ScalarKind kind, int count);

    /// <summary>The declaration of <see cref="VectorName"/>, or null where the language has it.</summary>
    public virtual string? VectorDeclaration(ScalarKind kind, int count, bool mayAlias) => null;

    /// <summary>The name of one scalar in a vector.</summary>
    public string VectorPart(int index) => $"s{index:x}";

    /// <summary>Reads a vector from a pointer to its first scalar.</summary>
    public abstract string VectorLoad(ScalarKind kind, int count, CExpression pointer);

    /// <summary>Writes a vector to a pointer to its first scalar.</summary>
    public abstract string VectorStore(ScalarKind kind, int count, CExpression pointer, string values);

    /// <summary>The name of an integer or floating-point type.</summary>
    public abstract string ScalarName(ScalarKind kind, bool unsigned);

    /// <summary>The qualifier of a pointer into <paramref name="space"/>, with a space behind it, or nothing.</summary>
    public abstract string SpacePrefix(AddressSpace space);

    /// <summary>Reinterprets a value of the same size.</summary>
    public abstract string Bitcast(IRType to, string value);

    /// <summary>LocalId, GroupId, GroupDim or GridDim as an <c>int</c>.</summary>
    public abstract CExpression WorkItem(Opcode op, int dimension);

    /// <summary>The item's index in the whole grid as an <c>int</c>.</summary>
    public abstract CExpression GlobalId(int dimension);

    /// <summary>The item's linear index in its group.</summary>
    public abstract string LinearLocalId { get; }

    /// <summary>Waits for the group and orders all memory accesses.</summary>
    public abstract string Barrier { get; }

    /// <summary>Waits for the group and counts its true votes; null where that takes a function of ours.</summary>
    public virtual string? GroupCount(string vote) => null;

    public abstract string Fence(FenceScope scope);

    /// <summary>Items that run together. One where the language has no warps: the defaults below are about those.</summary>
    public virtual int WarpSize => 1;

    /// <summary>The item's place in its warp as an <c>int</c>.</summary>
    public virtual string LaneId => "0";

    /// <summary>Waits for the warp; null where nothing has to be done.</summary>
    public virtual string? WarpBarrier => null;

    /// <summary>The value of another item of the warp.</summary>
    public virtual string Shuffle(ShuffleKind kind, string value, string lane, string width) => value;

    /// <summary>The function for an opcode from Fma to Atan2, for Abs or for Rem, on the floating-point <paramref name="type"/>.</summary>
    public abstract string MathFunction(Opcode op, IRType type);

    /// <summary>The function for a correctly rounded quotient, or null where the operator gives one.</summary>
    public virtual string? DivisionFunction(IRType type) => null;

    /// <summary>The same for a correctly rounded quotient of 1.</summary>
    public virtual string? ReciprocalFunction(IRType type) => null;

    /// <summary>The function for PopCount or LeadingZeros, or for Abs with an unsigned result: null if the device has none.</summary>
    public abstract string? BitFunction(Opcode op, IRType type);

    /// <summary>The device does this atomic on floats by itself, in a call of <see cref="Atomic"/>.</summary>
    public abstract bool HasFloatAtomic(AtomicKind kind, IRType type);

    /// <summary>A call that does an integer atomic, or one on floats that the device has.</summary>
    public abstract string Atomic(AtomicKind kind, IRType type, AddressSpace space, string pointer, string value);

    /// <summary>A call that compares and exchanges an integer.</summary>
    public abstract string AtomicCompareExchange(IRType type, AddressSpace space, string pointer, string comparand, string value);

    /// <summary>The dynamic shared memory: a kernel parameter, or null where the language declares it inside.</summary>
    public virtual string? DynamicSharedParameter => null;

    /// <summary>The dynamic shared memory: a declaration in the kernel, or null where it is a parameter.</summary>
    public virtual string? DynamicSharedDeclaration => null;

    /// <summary>Declares <see cref="AliasedName"/>: a type whose accesses may be to the memory of any other.</summary>
    public abstract string AliasedDeclaration(ScalarKind kind);

    public string AliasedName(ScalarKind kind) => "aliased_" + ScalarName(kind, false).Replace(' ', '_');

    /// <param name="type">The type.</param>
    /// <param name="mayAlias">A pointer may point to memory that is also accessed as another type.</param>
    public string TypeName(CType type, bool mayAlias = false)
    {
        if (type.Kind != ScalarKind.Pointer)
            return ScalarName(type.Kind, type.Unsigned);
        // Characters may alias anything as they are.
        string element = type.Element == ScalarKind.Int8 ? ScalarName(type.Element, true) : mayAlias ? AliasedName(type.Element) : ScalarName(type.Element, false);
        return $"{SpacePrefix(type.Type.Space)}{element}*";
    }
}
