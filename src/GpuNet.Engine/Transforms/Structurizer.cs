using GpuNet.Engine.IR;
using GpuNet.Engine.IR.Regions;

namespace GpuNet.Engine.Transforms;

/// <summary>
/// Turns a reducible control-flow graph into a tree of regions without copying code: Ramsey, "Beyond Relooper: recursive
/// translation of unstructured control flow to structured control flow" (ICFP 2022), with one change: a block that leaves
/// a loop is placed behind the loop, never inside it, so that work-items which leave in different iterations meet again.
/// </summary>
internal sealed class Structurizer
{
    private readonly ControlFlow flow;
    private readonly LoopForest loops;
    private readonly Dictionary<Block, List<Block>> followers = [];
    private readonly Dictionary<Block, List<Block>> merges = [];
    private readonly HashSet<Block> labelled = [];
    private readonly Dictionary<Block, Label> exits = [];
    private readonly Dictionary<Block, Label> continues = [];

    private Structurizer(Function function)
    {
        flow = new ControlFlow(function);
        loops = new LoopForest(flow);
        foreach (var block in flow.Blocks)
        {
            followers[block] = [];
            merges[block] = [];
        }
        foreach (var block in flow.Blocks.Skip(1))
            Place(block);
    }

    public static Region Run(Function function) => RegionCleanup.Run(new Structurizer(function).Tree(function.Entry));

    /// <summary>Decides where a block goes: behind a loop, behind its dominator, or right where its one predecessor branches.</summary>
    private void Place(Block block)
    {
        var dominator = flow.ImmediateDominator(block)!;
        if (loops.OutermostLeaving(dominator, block) is { } loop)
        {
            followers[loop.Header].Add(block);
            labelled.Add(block);
        }
        else if (flow.Blocks.Sum(from => flow.IsBackEdge(from, block) ? 0 : from.Edges.Count(edge => edge.Target == block)) > 1)
        {
            merges[dominator].Add(block);
            labelled.Add(block);
        }
    }

    private Region Tree(Block block)
    {
        if (!loops.IsHeader(block))
            return Within(block);
        var label = continues[block] = new Label();
        return Behind(followers[block], () => new Loop(label, Within(block)));
    }

    private Region Within(Block block) => Behind(merges[block], () => Node(block));

    /// <summary>Nests scopes so that each of <paramref name="blocks"/> (in reverse postorder) can be reached from all before it.</summary>
    private Region Behind(List<Block> blocks, Func<Region> inner)
    {
        foreach (var block in blocks)
            exits[block] = new Label();
        var region = inner();
        foreach (var block in blocks)
            region = new Sequence([new Scope(exits[block], region), Tree(block)]);
        return region;
    }

    private Region Node(Block block) => new Sequence(
    [
        new Straight(block),
        block.Terminator switch
        {
            Jump jump => Go(block, jump.Edge),
            Branch branch => new If(branch.Condition, Go(block, branch.Then), Go(block, branch.Else)),
            _ => Exit.Instance,
        },
    ]);

    private Region Go(Block from, Edge edge)
    {
        var steps = new List<Region>();
        if (edge.Arguments.Count > 0)
            steps.Add(new Assign(edge));
        steps.Add(flow.IsBackEdge(from, edge.Target) ? new Leave(continues[edge.Target])
            : labelled.Contains(edge.Target) ? new Leave(exits[edge.Target])
            : Tree(edge.Target));
        return new Sequence(steps);
    }
}
