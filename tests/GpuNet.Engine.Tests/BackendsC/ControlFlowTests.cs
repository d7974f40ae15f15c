using GpuNet.Engine.IR;
using GpuNet.Engine.Tests.OpenCl;

namespace GpuNet.Engine.Tests.BackendsC;

/// <summary>
/// Random control flow with block parameters: what the device computes must be what walking the graph computes. Every block
/// mixes its number into a hash, so that a wrong path or a wrong copy shows.
/// </summary>
public class ControlFlowTests
{
    private const int Items = 16;
    private const int Fuel = 60;

    [Fact]
    public void Structured_source_walks_like_the_graph()
    {
        var device = ClTestDevice.Required();
        int compared = 0;
        for (int seed = 0; compared < 60; seed++)
        {
            var random = new Random(seed);
            var (text, blocks) = RandomKernel(random);
            if (!IsReducible(text.Function))
                continue;
            var program = text.Program();
            var results = new int[Items];
            var source = device.Run(program, Items, results);
            for (int item = 0; item < Items; item++)
            {
                int expected = Walk(blocks, item);
                Assert.True(expected == results[item], $"seed {seed}, item {item}: {results[item]}, expected {expected}\n{text.Function}\n{source.Text}");
            }
            compared++;
        }
    }

    [Fact]
    public void Every_shape_appears_in_the_source()
    {
        var sources = new List<string>();
        for (int seed = 0; seed < 200; seed++)
        {
            var (text, _) = RandomKernel(new Random(seed));
            if (IsReducible(text.Function))
                sources.Add(Backends.C.CEmitter.Emit(text.Program(), new Backends.C.OpenClDialect()).Text);
        }
        foreach (string shape in (string[])["for (;;)", "break;", "continue;", "goto ", "else"])
            Assert.Contains(sources, source => source.Contains(shape, StringComparison.Ordinal));
    }

    /// <summary>
    /// Blocks take (hash, fuel, a, b); an edge passes them on mixed or swapped, so that parallel copies matter. Fuel ends every walk.
    /// </summary>
    private static (KernelText Text, List<Node> Nodes) RandomKernel(Random random)
    {
        var text = new KernelText("flow");
        var target = text.View("target");
        var item = text.LocalId();
        var nodes = Enumerable.Range(0, random.Next(2, 9)).Select(number => new Node(text.Block($"b{number}"), number)).ToList();
        foreach (var node in nodes)
            for (int parameter = 0; parameter < 4; parameter++)
                node.Block.AddParameter(IRType.Int32);
        var end = text.Block("end");
        var result = end.AddParameter(IRType.Int32);
        text.Jump(nodes[0].Block, item, Constant.Int32(Fuel), Constant.Int32(1), item);

        foreach (var node in nodes)
        {
            text.Current = node.Block;
            var p = node.Block.Parameters;
            var hash = text.Op(Opcode.Xor, IRType.Int32, text.Mul(p[0], Constant.Int32(31)), Constant.Int32(node.Number));
            var fuel = text.Add(p[1], Constant.Int32(-1));
            var live = text.Op(Opcode.Gt, IRType.Int1, fuel, Constant.Int32(0));
            // A block of its own decides where to go while there is fuel.
            var onward = text.Block($"o{node.Number}");
            node.SwapsFirst = random.Next(2) == 0;
            node.SwapsSecond = random.Next(2) == 0;
            node.First = nodes[random.Next(nodes.Count)];
            node.Second = nodes[random.Next(nodes.Count)];
            node.Ends = random.Next(5) == 0;
            text.Branch(live, new Edge(onward), new Edge(end, hash));
            text.Current = onward;
            var odd = text.Op(Opcode.Ne, IRType.Int1, text.Op(Opcode.And, IRType.Int32, text.Add(hash, p[2]), Constant.Int32(node.Number % 2 == 0 ? 1 : 4)), Constant.Int32(0));
            var first = new Edge(node.First.Block, [hash, fuel, node.SwapsFirst ? p[3] : p[2], node.SwapsFirst ? p[2] : hash]);
            var second = node.Ends ? new Edge(end, [text.Add(hash, p[3])])
                : new Edge(node.Second.Block, [text.Add(hash, p[3]), fuel, node.SwapsSecond ? p[3] : p[2], node.SwapsSecond ? p[2] : p[3]]);
            text.Branch(odd, first, second);
        }
        text.Current = end;
        text.Store(text.At(target, text.Long(item), 4), result);
        return (text, nodes);
    }

    private static int Walk(List<Node> nodes, int item)
    {
        var (node, hash, fuel, a, b) = (nodes[0], item, Fuel, 1, item);
        for (;;)
        {
            int mixed = unchecked(hash * 31) ^ node.Number;
            fuel--;
            if (fuel <= 0)
                return mixed;
            if ((unchecked(mixed + a) & (node.Number % 2 == 0 ? 1 : 4)) != 0)
            {
                (a, b) = node.SwapsFirst ? (b, a) : (a, mixed);
                hash = mixed;
                node = node.First;
            }
            else
            {
                hash = unchecked(mixed + b);
                if (node.Ends)
                    return hash;
                (a, b) = node.SwapsSecond ? (b, a) : (a, b);
                node = node.Second;
            }
        }
    }

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

    private sealed class Node(Block block, int number)
    {
        public Block Block { get; } = block;
        public int Number { get; } = number;
        public Node First { get; set; } = null!;
        public Node Second { get; set; } = null!;
        public bool SwapsFirst { get; set; }
        public bool SwapsSecond { get; set; }
        public bool Ends { get; set; }
    }
}
