using System.Reflection.Metadata;

namespace GpuNet.Engine.Frontend.IL;

/// <summary>
/// Finds the locals whose initial zero can be read: those that some path from the entry reads before it assigns them or
/// takes their address (to assign through it: C# lets nobody read an unassigned local by reference).
/// </summary>
internal static class LocalLiveness
{
    /// <param name="instructions">The method's body.</param>
    /// <param name="predecessorCounts">Non-zero where a block starts.</param>
    /// <param name="localCount">The number of locals.</param>
    public static HashSet<int> ReadBeforeWritten(ILInstruction[] instructions, int[] predecessorCounts, int localCount)
    {
        var result = new HashSet<int>();
        if (localCount is 0)
            return result;
        var assigned = new ulong[]?[instructions.Length];
        var pending = new Stack<State>();
        pending.Push(new State(0, new ulong[(localCount + 63) / 64]));
        while (pending.TryPop(out var item))
            Walk(instructions, predecessorCounts, item.Index, item.Assigned, assigned, pending, result);
        return result;
    }

    private static void Walk(
        ILInstruction[] instructions,
        int[] predecessorCounts,
        int index,
        ulong[] state,
        ulong[]?[] assigned,
        Stack<State> pending,
        HashSet<int> result)
    {
        for (; index < instructions.Length; index++)
        {
            if (predecessorCounts[index] != 0 && !Meet(ref assigned[index], state))
                return;
            var instruction = instructions[index];
            if (instruction.Op is ILOpCode.Stloc or ILOpCode.Ldloca)
                state[instruction.Index / 64] |= 1ul << (instruction.Index % 64);
            else if (instruction.Op is ILOpCode.Ldloc && !IsAssigned(state, instruction.Index))
                result.Add(instruction.Index);
            foreach (int target in instruction.Targets ?? [])
                pending.Push(new State(target, [.. state]));
            if (instruction.IsConditionalBranch || instruction.Op is ILOpCode.Br or ILOpCode.Leave)
                pending.Push(new State(instruction.Target, [.. state]));
            if (instruction.EndsFlow)
                return;
        }
    }

    /// <summary>Where to go on, and what is assigned there.</summary>
    private sealed record State(int Index, ulong[] Assigned);

    private static bool IsAssigned(ulong[] state, int local) => (state[local / 64] >> (local % 64) & 1) == 1;

    /// <summary>What is assigned on every path so far; false where that is nothing new.</summary>
    private static bool Meet(ref ulong[]? known, ulong[] state)
    {
        if (known is null)
        {
            known = [.. state];
            return true;
        }
        bool changed = false;
        for (int word = 0; word < state.Length; word++)
        {
            changed |= (known[word] & ~state[word]) != 0;
            known[word] &= state[word];
            state[word] = known[word];
        }
        return changed;
    }
}
