namespace GpuNet.Engine.IR;

/// <summary>Reverse postorder, predecessors and dominators of a function as it stands; recompute after changing edges.</summary>
internal sealed class ControlFlow
{
    private readonly Dictionary<Block, int> order = [];
    private readonly Dictionary<Block, List<Block>> predecessors = [];
    private readonly Dictionary<Block, Block> immediateDominators = [];
    private readonly Dictionary<Block, List<Block>> children = [];

    public ControlFlow(Function function)
    {
        Blocks = ReversePostorder(function.Entry);
        for (int index = 0; index < Blocks.Count; index++)
        {
            order[Blocks[index]] = index;
            predecessors[Blocks[index]] = [];
            children[Blocks[index]] = [];
        }
        foreach (var block in Blocks)
            foreach (var successor in block.Successors.Distinct())
                predecessors[successor].Add(block);
        ComputeDominators(function.Entry);
        foreach (var block in Blocks.Skip(1))
            children[immediateDominators[block]].Add(block);
    }

    /// <summary>The reachable blocks in reverse postorder.</summary>
    public IReadOnlyList<Block> Blocks { get; }

    public int OrderOf(Block block) => order[block];

    /// <summary>The distinct reachable predecessors.</summary>
    public IReadOnlyList<Block> Predecessors(Block block) => predecessors[block];

    public Block? ImmediateDominator(Block block) => block == Blocks[0] ? null : immediateDominators[block];

    /// <summary>The blocks that <paramref name="block"/> immediately dominates, in reverse postorder.</summary>
    public IReadOnlyList<Block> DominatorChildren(Block block) => children[block];

    public bool Dominates(Block dominator, Block block)
    {
        int limit = order[dominator];
        while (order[block] > limit)
            block = immediateDominators[block];
        return block == dominator;
    }

    /// <summary>An edge backwards in the order. In a reducible function its target dominates its source.</summary>
    public bool IsBackEdge(Block from, Block to) => order[to] <= order[from];

    /// <summary>The number of edges that lead to each block.</summary>
    public static Dictionary<Block, int> CountEdgesInto(Function function)
    {
        var counts = new Dictionary<Block, int>();
        foreach (var block in function.Blocks)
            foreach (var edge in block.Edges)
                counts[edge.Target] = counts.GetValueOrDefault(edge.Target) + 1;
        return counts;
    }

    private static List<Block> ReversePostorder(Block entry)
    {
        var postorder = new List<Block>();
        var visited = new HashSet<Block> { entry };
        var path = new Stack<Block>([entry]);
        var left = new List<int> { entry.Terminator.Edges.Count }; // successors not looked at, for each block of the path
        while (path.TryPeek(out var block))
        {
            int next = --left[^1];
            if (next < 0)
            {
                postorder.Add(path.Pop());
                left.RemoveAt(left.Count - 1);
                continue;
            }
            var successor = block.Terminator.Edges[next].Target;
            if (visited.Add(successor))
            {
                path.Push(successor);
                left.Add(successor.Terminator.Edges.Count);
            }
        }
        postorder.Reverse();
        return postorder;
    }

    // Cooper, Harvey, Kennedy: "A Simple, Fast Dominance Algorithm" (2001).
    private void ComputeDominators(Block entry)
    {
        immediateDominators[entry] = entry;
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (var block in Blocks.Skip(1))
            {
                Block? dominator = null;
                foreach (var predecessor in predecessors[block])
                    if (immediateDominators.ContainsKey(predecessor))
                        dominator = dominator is null ? predecessor : Intersect(predecessor, dominator);
                if (!immediateDominators.TryGetValue(block, out var previous) || previous != dominator)
                {
                    immediateDominators[block] = dominator!;
                    changed = true;
                }
            }
        }
    }

    private Block Intersect(Block first, Block second)
    {
        while (first != second)
        {
            while (order[first] > order[second])
                first = immediateDominators[first];
            while (order[second] > order[first])
                second = immediateDominators[second];
        }
        return first;
    }
}
