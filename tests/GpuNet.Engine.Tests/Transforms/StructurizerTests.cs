using GpuNet.Engine.IR;
using GpuNet.Engine.IR.Regions;
using GpuNet.Engine.Transforms;

namespace GpuNet.Engine.Tests.Transforms;

/// <summary>A region tree must visit the same blocks in the same order as the graph it was made from, whatever the branches decide.</summary>
public class StructurizerTests
{
    [Fact]
    public void Regions_walk_like_the_graph_they_were_made_from()
    {
        int compared = 0;
        for (int seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            var function = RandomGraph(random, blocks: random.Next(2, 12));
            if (!IsReducible(function))
                continue;
            var region = Structurizer.Run(function);
            for (int run = 0; run < 4; run++)
            {
                var decisions = Enumerable.Range(0, 40).Select(_ => random.Next(2) == 1).ToArray();
                Assert.Equal(WalkGraph(function, decisions), WalkRegions(region, decisions));
                compared++;
            }
        }
        Assert.True(compared > 10_000, $"Only {compared} reducible graphs: the generator has gone wrong.");
    }

    [Fact]
    public void Every_block_stands_once()
    {
        for (int seed = 0; seed < 2_000; seed++)
        {
            var function = RandomGraph(new Random(seed), blocks: 10);
            if (!IsReducible(function))
                continue;
            var blocks = StraightBlocks(Structurizer.Run(function)).ToList();
            Assert.Equal(blocks.Count, blocks.Distinct().Count());
            Assert.Equal(new ControlFlow(function).Blocks.Count, blocks.Count);
        }
    }

    [Fact]
    public void What_comes_after_a_loop_stands_after_it()
    {
        // while (c) { if (d) break; } tail
        var function = new Function("breaks");
        var (entry, header, body, tail) = (Add(function, "entry"), Add(function, "header"), Add(function, "body"), Add(function, "tail"));
        entry.Terminator = new Jump(header);
        header.Terminator = Choose(function, body, tail);
        body.Terminator = Choose(function, tail, header);
        var root = Assert.IsType<Sequence>(Structurizer.Run(function));
        Assert.Same(tail, Assert.IsType<Straight>(root.Children[^2]).Block);
        Assert.IsType<Exit>(root.Children[^1]);
    }

    private static Function RandomGraph(Random random, int blocks)
    {
        var function = new Function("random");
        for (int index = 0; index < blocks; index++)
            Add(function, $"b{index}");
        Block Target() => function.Blocks[random.Next(1, blocks)];
        foreach (var block in function.Blocks)
        {
            block.Terminator = random.Next(8) switch
            {
                0 => Return.Instance,
                1 or 2 or 3 => new Jump(Target()),
                _ => Choose(function, Target(), Target()),
            };
        }
        return function;
    }

    private static Block Add(Function function, string name)
    {
        var block = function.AddBlock(name);
        block.Instructions.Add(new Instruction(Opcode.MemoryFence, IRType.Void, []));
        return block;
    }

    private static Branch Choose(Function function, Block then, Block @else) =>
        new(function.AddParameter(IRType.Int1, ParameterRole.Scalar, "c"), new Edge(then), new Edge(@else));

    private static bool IsReducible(Function function)
    {
        try
        {
            _ = new LoopForest(new ControlFlow(function));
            return true;
        }
        catch (IrreducibleControlFlowException)
        {
            return false;
        }
    }

    private static IEnumerable<Block> StraightBlocks(Region region) => region switch
    {
        Straight straight => [straight.Block],
        Sequence sequence => sequence.Children.SelectMany(StraightBlocks),
        If conditional => StraightBlocks(conditional.Then).Concat(StraightBlocks(conditional.Else)),
        Loop loop => StraightBlocks(loop.Body),
        Scope scope => StraightBlocks(scope.Body),
        _ => [],
    };

    /// <summary>The blocks a run visits; it stops when the decisions run out.</summary>
    private static List<Block> WalkGraph(Function function, bool[] decisions)
    {
        var trace = new List<Block>();
        int next = 0;
        for (Block? block = function.Entry; block is not null && trace.Count < 100;)
        {
            trace.Add(block);
            if (block.Terminator is Branch && next == decisions.Length)
                break;
            block = block.Terminator switch
            {
                Jump jump => jump.Edge.Target,
                Branch branch => (decisions[next++] ? branch.Then : branch.Else).Target,
                _ => null,
            };
        }
        return trace;
    }

    private static List<Block> WalkRegions(Region region, bool[] decisions)
    {
        var walk = new RegionWalk(decisions);
        try
        {
            walk.Run(region);
        }
        catch (RegionWalk.StoppedException)
        {
            // The run is long enough.
        }
        return walk.Trace;
    }

    private sealed class RegionWalk(bool[] decisions)
    {
        private static readonly Label Ended = new();
        private int next;

        public List<Block> Trace { get; } = [];

        /// <summary>Null when the region's end was reached, or the label that was left to.</summary>
        public Label? Run(Region region)
        {
            switch (region)
            {
                case Straight straight:
                    if (Trace.Count == 100)
                        throw new StoppedException();
                    Trace.Add(straight.Block);
                    return null;
                case Sequence sequence:
                    foreach (var child in sequence.Children)
                        if (Run(child) is { } label)
                            return label;
                    return null;
                case If conditional:
                    if (next == decisions.Length)
                        throw new StoppedException();
                    return Run(decisions[next++] ? conditional.Then : conditional.Else);
                case Loop loop:
                    while (true)
                        if (Run(loop.Body) is { } label && label != loop.Label)
                            return label;
                case Scope scope:
                    return Run(scope.Body) is { } left && left != scope.Label ? left : null;
                case Leave leave:
                    return leave.Label;
                case Exit:
                    return Ended;
                default:
                    throw new InvalidOperationException($"Unexpected {region.GetType().Name}.");
            }
        }

        public sealed class StoppedException : Exception;
    }
}
