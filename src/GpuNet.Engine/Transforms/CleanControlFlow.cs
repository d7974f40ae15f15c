using GpuNet.Engine.IR;

namespace GpuNet.Engine.Transforms;

/// <summary>
/// Decides branches on constants, threads jumps through empty blocks, merges chains, and drops what cannot be reached.
/// </summary>
internal static class CleanControlFlow
{
    public static void Run(Function function)
    {
        do
        {
            foreach (var block in function.Blocks)
                DecideBranch(block);
            RemoveUnreachable(function);
        }
        while (ThreadJumps(function) | MergeChains(function));
    }

    private static void DecideBranch(Block block)
    {
        if (block.Terminator is not Branch branch)
            return;
        if (branch.Condition is Constant condition)
            block.Terminator = new Jump(condition.IsZero ? branch.Else : branch.Then);
        else if (branch.Then.Target == branch.Else.Target && branch.Then.Arguments.SequenceEqual(branch.Else.Arguments))
            block.Terminator = new Jump(branch.Then);
    }

    private static void RemoveUnreachable(Function function)
    {
        var reachable = new HashSet<Block> { function.Entry };
        var pending = new Stack<Block>(reachable);
        while (pending.TryPop(out var block))
            foreach (var edge in block.Edges)
                if (reachable.Add(edge.Target))
                    pending.Push(edge.Target);
        function.Blocks.RemoveAll(block => !reachable.Contains(block));
    }

    /// <summary>
    /// Redirects edges past blocks that compute nothing: past a jump always, past a branch on a parameter where the edge
    /// passes a constant (what <c>a &amp;&amp; b</c> compiles to).
    /// </summary>
    private static bool ThreadJumps(Function function)
    {
        bool changed = false;
        var escaping = ParametersUsedElsewhere(function);
        foreach (var block in function.Blocks)
        {
            if (block.Terminator is Return)
                continue;
            if (block.Terminator is Jump { Edge: var jump })
            {
                var edge = Thread(block, jump, escaping);
                if (edge == jump)
                    continue;
                block.Terminator = new Jump(edge);
            }
            else if (block.Terminator is Branch branch)
            {
                Edge then = Thread(block, branch.Then, escaping), @else = Thread(block, branch.Else, escaping);
                if (then == branch.Then && @else == branch.Else)
                    continue;
                block.Terminator = new Branch(branch.Condition, then, @else);
            }
            changed = true;
        }
        return changed;
    }

    private static Edge Thread(Block from, Edge edge, HashSet<Block> escaping)
    {
        var middle = edge.Target;
        return middle == from || middle.Instructions.Count > 0 || escaping.Contains(middle) ? edge : Past(middle, edge);
    }

    private static Edge Past(Block middle, Edge edge)
    {
        Value Substitute(Value value) => value is BlockParameter parameter && parameter.Block == middle
            ? edge.Arguments[middle.Parameters.IndexOf(parameter)]
            : value;
        var next = middle.Terminator switch
        {
            Jump jump => jump.Edge,
            Branch branch when Substitute(branch.Condition) is Constant condition => condition.IsZero ? branch.Else : branch.Then,
            _ => null,
        };
        if (next is null || next.Target == middle)
            return edge;
        return new Edge(next.Target, [.. next.Arguments.Select(Substitute)]);
    }

    private static HashSet<Block> ParametersUsedElsewhere(Function function)
    {
        var result = new HashSet<Block>();
        foreach (var block in function.Blocks)
        {
            void Use(Value value)
            {
                if (value is BlockParameter parameter && parameter.Block != block)
                    result.Add(parameter.Block);
            }
            foreach (var instruction in block.Instructions)
                foreach (var operand in instruction.Operands)
                    Use(operand);
            if (block.Terminator is Branch branch)
                Use(branch.Condition);
            foreach (var edge in block.Edges)
                edge.Arguments.ForEach(Use);
        }
        return result;
    }

    private static bool MergeChains(Function function)
    {
        var incoming = ControlFlow.CountEdgesInto(function);
        var replacements = new Dictionary<Value, Value>();
        var merged = new HashSet<Block>();
        foreach (var block in function.Blocks)
        {
            while (!merged.Contains(block) && block.Terminator is Jump { Edge: var edge } && edge.Target != block
                && edge.Target != function.Entry && incoming[edge.Target] == 1)
            {
                var next = edge.Target;
                for (int index = 0; index < next.Parameters.Count; index++)
                    replacements[next.Parameters[index]] = edge.Arguments[index];
                block.Instructions.AddRange(next.Instructions);
                block.Terminator = next.Terminator;
                next.Instructions.Clear();
                next.Terminator = Return.Instance;
                merged.Add(next);
            }
        }
        function.Blocks.RemoveAll(merged.Contains);
        function.ReplaceUses(replacements);
        return merged.Count > 0;
    }
}
