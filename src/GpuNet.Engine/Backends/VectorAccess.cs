using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends;

/// <summary>Neighbouring scalars that are read or written at once.</summary>
/// <param name="Members">The loads or stores that it replaces, by address.</param>
/// <param name="Leader">The member in whose place it happens.</param>
/// <param name="Place">The address of the first member: an Offset that stands in no block, of operands that are there before the leader.</param>
internal sealed record VectorAccess(IReadOnlyList<Instruction> Members, Instruction Leader, Instruction Place)
{
    public bool IsLoad => Leader.Op == Opcode.Load;

    public IRType Element => TypeOf(Leader);

    public int Bytes => Members.Count * Element.Size;

    /// <summary>Of a load: what it read.</summary>
    public VectorValue? Loaded { get; } = Leader.Op == Opcode.Load ? new VectorValue(Leader.Type, Members.Count) : null;

    /// <summary>What has to be computed before it.</summary>
    public IEnumerable<Value> Operands => IsLoad ? Place.Operands : Place.Operands.Concat(Members.Select(store => store[1]));

    /// <summary>The type of the scalar that a load or store accesses.</summary>
    public static IRType TypeOf(Instruction access) => access.Op == Opcode.Load ? access.Type : access[1].Type;
}

/// <summary>Several scalars of one type, side by side.</summary>
internal sealed class VectorValue(IRType element, int count) : Value(element)
{
    public int Count { get; } = count;
}
