namespace GpuNet.Engine.IR;

/// <summary>A natural loop: the blocks from which the header can be reached again without leaving it.</summary>
internal sealed class NaturalLoop(Block header)
{
    public Block Header { get; } = header;
    public HashSet<Block> Blocks { get; } = [header];
    public NaturalLoop? Parent { get; set; }

    /// <summary>The edges that leave the loop, with the block each starts from.</summary>
    public IEnumerable<(Block From, Edge Edge)> Exits =>
        Blocks.SelectMany(block => block.Edges.Where(edge => !Blocks.Contains(edge.Target)).Select(edge => (block, edge)));
}

/// <summary>All natural loops of a reducible function, by nesting.</summary>
internal sealed class LoopForest
{
    private readonly Dictionary<Block, NaturalLoop> byHeader = [];
    private readonly Dictionary<Block, NaturalLoop> innermost = [];

    /// <exception cref="IrreducibleControlFlowException">A cycle has more than one entry.</exception>
    public LoopForest(ControlFlow flow)
    {
        foreach (var block in flow.Blocks)
            foreach (var target in block.Successors.Where(target => flow.IsBackEdge(block, target)))
            {
                if (!flow.Dominates(target, block))
                    throw new IrreducibleControlFlowException(target);
                if (!byHeader.TryGetValue(target, out var loop))
                    byHeader.Add(target, loop = new NaturalLoop(target));
                Collect(flow, loop, block);
            }
        Loops = [.. byHeader.Values.OrderBy(loop => loop.Blocks.Count)];
        foreach (var loop in Loops)
            foreach (var block in loop.Blocks)
                innermost.TryAdd(block, loop);
        foreach (var loop in Loops)
            loop.Parent = Loops.FirstOrDefault(outer => outer.Blocks.Count > loop.Blocks.Count && outer.Blocks.Contains(loop.Header));
    }

    /// <summary>Inner loops before the loops that contain them.</summary>
    public IReadOnlyList<NaturalLoop> Loops { get; }

    public bool IsHeader(Block block) => byHeader.ContainsKey(block);
    public NaturalLoop? Innermost(Block block) => innermost.GetValueOrDefault(block);

    /// <summary>The outermost loop that contains <paramref name="inside"/> but not <paramref name="outside"/>.</summary>
    public NaturalLoop? OutermostLeaving(Block inside, Block outside)
    {
        NaturalLoop? result = null;
        for (var loop = Innermost(inside); loop is not null && !loop.Blocks.Contains(outside); loop = loop.Parent)
            result = loop;
        return result;
    }

    private static void Collect(ControlFlow flow, NaturalLoop loop, Block latch)
    {
        var pending = new Stack<Block>([latch]);
        while (pending.TryPop(out var block))
            if (loop.Blocks.Add(block))
                foreach (var predecessor in flow.Predecessors(block))
                    pending.Push(predecessor);
    }
}

/// <summary>A cycle with more than one entry: no device compiles that reliably.</summary>
internal sealed class IrreducibleControlFlowException(Block block)
    : Exception($"The control flow around {block} is irreducible: a loop is entered in its middle. Write it as a structured loop.")
{
    public Block Block { get; } = block;
}
