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

    private void Diverge(Block branch)
    {
        var arrivals = Flow(branch);
        foreach (var join in arrivals.GroupBy(arrival => arrival.Target).Where(group => group.Select(arrival => arrival.Label).Distinct().Count() > 1))
            join.Key.Parameters.ForEach(Mark);
        for (var loop = forest.Innermost(branch); loop is not null; loop = loop.Parent)
            if (IsLeftVaryingly(loop, arrivals))
                MarkLiveOut(loop);
    }

    /// <summary>
    /// How the ways that start at a branch run on: labels flow along the edges from each successor, and a block that two
    /// labels reach is where the ways meet, with a label of its own from there on (Rosemann, Moll, Hack: "An Abstract
    /// Interpretation for SPMD Divergence on Reducible Control Flow Graphs", POPL 2021, in its acyclic core).
    /// </summary>
    private List<Arrival> Flow(Block branch)
    {
        var arrivals = new List<Arrival>();
        var labels = new Dictionary<Block, Block>();
        var pending = new Pending();
        void Reach(Block from, Block target, Block label)
        {
            arrivals.Add(new Arrival(from, target, label));
            // The next iteration is another time: headers collect labels, but do not pass them on.
            if (flow.IsBackEdge(from, target))
                return;
            labels[target] = labels.TryGetValue(target, out var present) && present != label ? target : label;
            pending.Add(flow.OrderOf(target));
        }
        foreach (var successor in branch.Successors)
            Reach(branch, successor, successor);
        while (pending.Count > 0)
        {
            var block = flow.Blocks[pending.TakeFirst()];
            foreach (var successor in block.Successors)
                Reach(block, successor, labels[block]);
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

    private sealed record Arrival(Block From, Block Target, Block Label);

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
