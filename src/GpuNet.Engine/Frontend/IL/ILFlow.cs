using System.Reflection.Metadata;

namespace GpuNet.Engine.Frontend.IL;

/// <summary>
/// Where blocks start in a method body, how many edges reach each, and which instructions lie in loops.
/// </summary>
internal sealed class ILFlow
{
    public ILFlow(ILInstruction[] instructions)
    {
        PredecessorCounts = new int[instructions.Length];
        LoopDepths = new int[instructions.Length];
        PredecessorCounts[0] = 1;
        for (int index = 0; index < instructions.Length; index++)
        {
            var instruction = instructions[index];
            bool isBranch = instruction.IsConditionalBranch || instruction.Op is ILOpCode.Br or ILOpCode.Leave;
            if (isBranch)
                AddEdge(index, instruction.Target);
            foreach (int target in instruction.Targets ?? [])
                AddEdge(index, target);
            if (isBranch || instruction.Targets is not null || instruction.EndsFlow)
                MarkStart(index + 1);
        }
        // Falling into a block that something else jumps to is an edge, too.
        for (int index = 1; index < instructions.Length; index++)
            if (PredecessorCounts[index] != 0 && !instructions[index - 1].EndsFlow)
                PredecessorCounts[index] = Math.Max(PredecessorCounts[index], 0) + 1;
    }

    public int[] PredecessorCounts { get; }
    public int[] LoopDepths { get; }

    /// <summary>Starts a block that nothing is known to reach yet: -1 until an edge is found.</summary>
    private void MarkStart(int index)
    {
        if (index < PredecessorCounts.Length && PredecessorCounts[index] == 0)
            PredecessorCounts[index] = -1;
    }

    private void AddEdge(int from, int to)
    {
        PredecessorCounts[to] = Math.Max(PredecessorCounts[to], 0) + 1;
        for (int index = to; index <= from; index++)
            LoopDepths[index]++;
    }
}
