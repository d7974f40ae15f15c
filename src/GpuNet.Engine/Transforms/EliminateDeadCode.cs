using GpuNet.Engine.IR;

namespace GpuNet.Engine.Transforms;

/// <summary>Keeps what a side effect or a branch needs, and removes all else, unused block parameters included.</summary>
internal static class EliminateDeadCode
{
    public static void Run(Function function)
    {
        var incoming = function.Blocks.SelectMany(block => block.Edges).ToLookup(edge => edge.Target);
        var live = new HashSet<Value>(ReferenceEqualityComparer.Instance);
        var pending = new Stack<Value>();
        void Use(Value value)
        {
            if (value is Instruction or BlockParameter && live.Add(value))
                pending.Push(value);
        }
        foreach (var block in function.Blocks)
        {
            foreach (var instruction in block.Instructions)
                if (instruction.Op.HasSideEffects())
                    Use(instruction);
            if (block.Terminator is Branch branch)
                Use(branch.Condition);
        }
        while (pending.TryPop(out var value))
        {
            if (value is Instruction instruction)
            {
                foreach (var operand in instruction.Operands)
                    Use(operand);
            }
            else if (value is BlockParameter parameter)
            {
                int index = parameter.Block.Parameters.IndexOf(parameter);
                foreach (var edge in incoming[parameter.Block])
                    Use(edge.Arguments[index]);
            }
        }
        foreach (var block in function.Blocks)
        {
            block.Instructions.RemoveAll(instruction => !live.Contains(instruction));
            for (int index = block.Parameters.Count - 1; index >= 0; index--)
            {
                if (live.Contains(block.Parameters[index]))
                    continue;
                block.Parameters.RemoveAt(index);
                foreach (var edge in incoming[block])
                    edge.Arguments.RemoveAt(index);
            }
        }
    }
}
