using GpuNet.Engine.IR;

namespace GpuNet.Engine.Transforms;

/// <summary>
/// Turns small branches without side effects (<c>x &gt; 0 ? x : a * x</c>) into selects: work-items then stay together on
/// GPUs, and lanes need no mask on CPUs.
/// </summary>
internal static class FlattenBranches
{
    /// <summary>More instructions than this on both sides together cost more than a branch.</summary>
    private const int MaximumInstructions = 24;

    public static void Run(Function function)
    {
        for (bool changed = true; changed;)
        {
            changed = false;
            var predecessors = ControlFlow.CountEdgesInto(function);
            // Inner branches come later in the list than the branches around them.
            for (int index = function.Blocks.Count - 1; index >= 0; index--)
                if (function.Blocks[index].Terminator is Branch branch && Flatten(function.Blocks[index], branch, predecessors))
                    changed = true;
            if (changed)
                Simplify.Run(function);
        }
    }

    private static bool Flatten(Block block, Branch branch, Dictionary<Block, int> predecessors)
    {
        bool thenIsSide = IsSide(branch.Then.Target, block, predecessors);
        bool elseIsSide = IsSide(branch.Else.Target, block, predecessors);
        var then = thenIsSide ? ((Jump)branch.Then.Target.Terminator).Edge : branch.Then;
        var @else = elseIsSide ? ((Jump)branch.Else.Target.Terminator).Edge : branch.Else;
        if (then.Target != @else.Target)
        {
            // A triangle whose other side only looks like one.
            (then, @else) = thenIsSide && then.Target == branch.Else.Target ? (then, branch.Else)
                : elseIsSide && @else.Target == branch.Then.Target ? (branch.Then, @else)
                : (then, @else);
            if (then.Target != @else.Target)
                return false;
        }
        var sides = new[] { (branch.Then, then), (branch.Else, @else) }.Where(side => side.Item1 != side.Item2).Select(side => side.Item1.Target).ToList();
        if (sides.Count == 0 && then.Arguments.Count == 0)
            return false;
        if (sides.Sum(side => side.Instructions.Count) > MaximumInstructions || then.Target == block)
            return false;
        foreach (var side in sides)
        {
            block.Instructions.AddRange(side.Instructions);
            side.Instructions.Clear();
        }
        var arguments = new List<Value>();
        for (int index = 0; index < then.Arguments.Count; index++)
        {
            var (a, b) = (then.Arguments[index], @else.Arguments[index]);
            if (a.Equals(b))
            {
                arguments.Add(a);
                continue;
            }
            var select = new Instruction(Opcode.Select, then.Target.Parameters[index].Type, [branch.Condition, a, b]);
            block.Instructions.Add(select);
            arguments.Add(select);
        }
        block.Terminator = new Jump(new Edge(then.Target, arguments));
        return true;
    }

    /// <summary>Entered from one place only, does nothing but compute, and goes on.</summary>
    private static bool IsSide(Block side, Block from, Dictionary<Block, int> predecessors) =>
        side != from && predecessors[side] == 1 && side.Parameters.Count == 0 && side.Terminator is Jump
        && side.Instructions.TrueForAll(instruction => instruction.IsSpeculatable());
}
