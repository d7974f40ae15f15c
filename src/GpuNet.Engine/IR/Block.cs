namespace GpuNet.Engine.IR;

/// <summary>A straight run of instructions that ends in a <see cref="Terminator"/>.</summary>
internal sealed class Block(string name)
{
    public string Name { get; } = name;
    public int Id { get; set; } = -1;
    public List<BlockParameter> Parameters { get; } = [];
    public List<Instruction> Instructions { get; } = [];
    public Terminator Terminator { get; set; } = Return.Instance;

    public IEnumerable<Edge> Edges => Terminator.Edges;
    public IEnumerable<Block> Successors => Terminator.Edges.Select(edge => edge.Target);

    public BlockParameter AddParameter(IRType type)
    {
        var parameter = new BlockParameter(type, this);
        Parameters.Add(parameter);
        return parameter;
    }

    public override string ToString() => $"{Name}.{Id}";
}

/// <summary>A jump to a block, with one argument for each of its parameters.</summary>
internal sealed class Edge(Block target, params List<Value> arguments)
{
    public Block Target { get; set; } = target;
    public List<Value> Arguments { get; } = arguments;
}

/// <summary>How a block ends.</summary>
internal abstract class Terminator
{
    public abstract IReadOnlyList<Edge> Edges { get; }
}

/// <summary>Ends the work-item.</summary>
internal sealed class Return : Terminator
{
    public static readonly Return Instance = new();
    public override IReadOnlyList<Edge> Edges => [];
}

internal sealed class Jump(Edge edge) : Terminator
{
    public Jump(Block target) : this(new Edge(target)) { }

    public Edge Edge { get; } = edge;
    public override IReadOnlyList<Edge> Edges { get; } = [edge];
}

internal sealed class Branch(Value condition, Edge then, Edge @else) : Terminator
{
    /// <summary>Int1.</summary>
    public Value Condition { get; set; } = condition;
    public Edge Then { get; } = then;
    public Edge Else { get; } = @else;
    public override IReadOnlyList<Edge> Edges { get; } = [then, @else];
}
