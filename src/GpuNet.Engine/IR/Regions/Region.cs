namespace GpuNet.Engine.IR.Regions;

/// <summary>A place that <see cref="Leave"/> can go to: the end of a scope, or the next iteration of a loop.</summary>
internal sealed class Label
{
    public int Id { get; set; } = -1;
    public override string ToString() => $"L{Id}";
}

/// <summary>
/// A function as structured control flow: what back ends walk. Made from blocks by the structurizer, so that every
/// reducible function has one, without copied code and without a dispatch variable.
/// </summary>
internal abstract class Region;

/// <summary>Children in order. Where a child leaves, the rest does not run.</summary>
internal sealed class Sequence(List<Region> children) : Region
{
    public List<Region> Children { get; } = children;
}

/// <summary>The instructions of a block, without its terminator.</summary>
internal sealed class Straight(Block block) : Region
{
    public Block Block { get; } = block;
}

/// <summary>Passes an edge's arguments to the parameters of its target: all at once, since arguments may be those parameters.</summary>
internal sealed class Assign(Edge edge) : Region
{
    public Edge Edge { get; } = edge;
}

internal sealed class If(Value condition, Region then, Region @else) : Region
{
    public Value Condition { get; } = condition;
    public Region Then { get; } = then;

    /// <summary>An empty sequence where there is nothing to do.</summary>
    public Region Else { get; } = @else;
}

/// <summary>Runs its body again and again; only leaving it ends it. <c>Leave(Label)</c> goes on with the next iteration.</summary>
internal sealed class Loop(Label label, Region body) : Region
{
    public Label Label { get; } = label;
    public Region Body { get; } = body;
}

/// <summary>Runs its body once. <c>Leave(Label)</c> goes on behind it.</summary>
internal sealed class Scope(Label label, Region body) : Region
{
    public Label Label { get; } = label;
    public Region Body { get; } = body;
}

/// <summary>Goes to an enclosing loop's next iteration or behind an enclosing scope.</summary>
internal sealed class Leave(Label label) : Region
{
    public Label Label { get; } = label;
}

/// <summary>Ends the work-item.</summary>
internal sealed class Exit : Region
{
    public static readonly Exit Instance = new();
}
