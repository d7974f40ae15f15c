using GpuNet.Engine.IR;

namespace GpuNet.Engine.Transforms;

/// <summary>
/// Marks the values that may differ between the work-items of a group. What is not marked can be computed once for all of
/// them. Three things make a value vary: what it is computed from, which way an item came (a block parameter where paths
/// of a varying branch meet), and when it left (a value of a loop that items leave in different iterations).
/// </summary>
internal sealed class AnalyzeUniformity
{
    private readonly Function function;
    private readonly ControlFlow flow;
    private readonly LoopForest forest;
    private bool changed;

    private AnalyzeUniformity(Function function)
    {
        this.function = function;
        flow = new ControlFlow(function);
        forest = new LoopForest(flow);
    }

    public static void Run(Function function) => new AnalyzeUniformity(function).Analyze();

    private void Analyze()
    {
        foreach (var block in function.Blocks)
        {
            block.Parameters.ForEach(parameter => parameter.IsVarying = false);
            block.Instructions.ForEach(instruction => instruction.IsVarying = false);
        }
        do
        {
            changed = false;
            foreach (var block in flow.Blocks)
            {
                foreach (var instruction in block.Instructions)
                    if (VariesByItself(instruction.Op) || VariesByOperands(instruction))
                        Mark(instruction);
                foreach (var edge in block.Edges)
                    for (int index = 0; index < edge.Arguments.Count; index++)
                        if (edge.Arguments[index].IsVarying)
                            Mark(edge.Target.Parameters[index]);
                if (block.Terminator is Branch { Condition.IsVarying: true })
                    Diverge(block);
            }
        }
        while (changed);
    }

    private void Mark(Value value)
    {
        changed |= !value.IsVarying;
        value.IsVarying = true;
    }

    private static bool VariesByItself(Opcode op) =>
        op is Opcode.LocalId or Opcode.LaneId or Opcode.Atomic or Opcode.AtomicCompareExchange or Opcode.Shuffle or Opcode.Alloca;

    private static bool VariesByOperands(Instruction instruction) => instruction.Op switch
    {
        // All items get the same value, whatever they bring.
        Opcode.BarrierPopCount or Opcode.GroupBroadcast => false,
        // Each item has its own private memory.
        Opcode.Load when instruction[0].Type.Space == AddressSpace.Private => true,
        _ => Array.Exists(instruction.Operands, operand => operand.IsVarying),
    };

    private void Diverge(Block branch) => Diverge([.. branch.Edges.Select(edge => new Arrival(branch, edge, edge))], forest.Innermost(branch));

    /// <param name="starts">Ways that items take.</param>
    /// <param name="around">The innermost loop that they are in before.</param>
    private void Diverge(List<Arrival> starts, NaturalLoop? around)
    {
        var arrivals = Flow(starts);
        foreach (var join in arrivals.GroupBy(arrival => arrival.Target).Where(group => group.Select(arrival => arrival.Label).Distinct().Count() > 1))
            MarkWhatDiffers(join.Key, [.. join]);
        for (var loop = around; loop is not null; loop = loop.Parent)
        {
            if (!IsLeftVaryingly(loop, arrivals))
                continue;
            MarkLiveOut(loop);
            // Items that leave in different iterations may do so in different places, even where those of one iteration leave together.
            List<Arrival> exits = [.. loop.Exits.Select(exit => new Arrival(exit.From, exit.Edge, exit.Edge))];
            if (exits.Count > 1)
                Diverge(exits, loop.Parent);
        }
    }

    /// <summary>
    /// How ways run on: labels flow along the edges from each start, and a block that two
    /// labels reach is where the ways meet, with a label of its own from there on (Rosemann, Moll, Hack: "An Abstract
    /// Interpretation for SPMD Divergence on Reducible Control Flow Graphs", POPL 2021, in its acyclic core).
    /// </summary>
    private List<Arrival> Flow(List<Arrival> starts)
    {
        var arrivals = new List<Arrival>();
        var labels = new Dictionary<Block, object>();
        var pending = new Pending();
        void Reach(Arrival arrival)
        {
            var (target, label) = (arrival.Target, arrival.Label);
            arrivals.Add(arrival);
            // The next iteration is another time: headers collect labels, but do not pass them on.
            if (flow.IsBackEdge(arrival.From, target))
                return;
            labels[target] = labels.TryGetValue(target, out var present) && present != label ? target : label;
            pending.Add(flow.OrderOf(target));
        }
        starts.ForEach(Reach);
        while (pending.Count > 0)
        {
            var block = flow.Blocks[pending.TakeFirst()];
            foreach (var edge in block.Edges)
                Reach(new Arrival(block, edge, labels[block]));
        }
        return arrivals;
    }

    /// <summary>Some items go on to the next iteration where others leave, or they leave on ways that have not met yet.</summary>
    private static bool IsLeftVaryingly(NaturalLoop loop, List<Arrival> arrivals)
    {
        var ends = arrivals.Where(arrival => loop.Blocks.Contains(arrival.From)
            && (arrival.Target == loop.Header || !loop.Blocks.Contains(arrival.Target))).ToList();
        return ends.Exists(arrival => arrival.Target != loop.Header) && ends.Select(arrival => arrival.Label).Distinct().Count() > 1;
    }

    private sealed record Arrival(Block From, Edge Edge, object Label)
    {
        public Block Target => Edge.Target;
    }

    /// <summary>What items bring along from wherever they come does not vary if it is the same value everywhere.</summary>
    private void MarkWhatDiffers(Block join, List<Arrival> arrivals)
    {
        for (int index = 0; index < join.Parameters.Count; index++)
        {
            var first = arrivals[0].Edge.Arguments[index];
            if (!arrivals.TrueForAll(arrival => arrival.Edge.Arguments[index].Equals(first)))
                Mark(join.Parameters[index]);
        }
    }

    private void MarkLiveOut(NaturalLoop loop)
    {
        var inside = new HashSet<Value>(ReferenceEqualityComparer.Instance);
        foreach (var block in loop.Blocks)
        {
            inside.UnionWith(block.Parameters);
            inside.UnionWith(block.Instructions);
        }
        foreach (var (_, edge) in loop.Exits)
            for (int index = 0; index < edge.Arguments.Count; index++)
                if (inside.Contains(edge.Arguments[index]))
                    Mark(edge.Target.Parameters[index]);
        foreach (var block in flow.Blocks.Where(block => !loop.Blocks.Contains(block)))
        {
            void Use(Value value)
            {
                if (inside.Contains(value))
                    Mark(value);
            }
            foreach (var instruction in block.Instructions)
                Array.ForEach(instruction.Operands, Use);
            if (block.Terminator is Branch branch)
                Use(branch.Condition);
            foreach (var edge in block.Edges)
                edge.Arguments.ForEach(Use);
        }
    }
}
