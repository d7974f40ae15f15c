using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends;

/// <summary>Values of one kind, computed at once by one vector operation: the same instruction in each lane, or parameters of one block.</summary>
/// <param name="lanes">The values that it replaces, in the order of the lanes.</param>
internal sealed class Pack(IReadOnlyList<Value> lanes)
{
    public IReadOnlyList<Value> Lanes { get; } = lanes;

    /// <summary>The variable. Truth values are integers in it, with all bits set or none.</summary>
    public VectorValue Vector { get; } = new(lanes[0].Type == IRType.Int1 ? IRType.Int32 : lanes[0].Type, lanes.Count);

    /// <summary>Of instructions: the one in whose place all are computed, the last one.</summary>
    public Instruction? Leader { get; init; }

    /// <summary>Of instructions: their operands.</summary>
    public List<PackOperand> Operands { get; } = [];

    /// <summary>Of parameters: what each edge passes to them.</summary>
    public Dictionary<Edge, PackOperand> Arguments { get; } = [];
}

/// <summary>What the lanes of a vector operation get.</summary>
/// <param name="Lanes">The values.</param>
/// <param name="Vector">The variable that holds them, or null: then it is one value for all lanes, or constants.</param>
internal readonly record struct PackOperand(IReadOnlyList<Value> Lanes, VectorValue? Vector)
{
    public bool IsSame => Vector is null && Packs.AreSame(Lanes);

    /// <summary>The scalars that have to be there; one lane stands for a whole vector.</summary>
    public IEnumerable<Value> Values => Vector is null && !IsSame ? [] : [Lanes[0]];
}
