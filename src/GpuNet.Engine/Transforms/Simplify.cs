using GpuNet.Engine.IR;

namespace GpuNet.Engine.Transforms;

/// <summary>
/// Folds constants, applies the identities of <see cref="Identities"/>, and removes block parameters that always receive
/// the same value, until nothing changes.
/// </summary>
internal static class Simplify
{
    public static void Run(Function function)
    {
        bool changed;
        do
        {
            CleanControlFlow.Run(function);
            changed = RemoveTrivialParameters(function) | Fold(function);
        }
        while (changed);
    }

    private static bool Fold(Function function)
    {
        var replacements = new Dictionary<Value, Value>();
        var constants = new Constant[3];
        var identities = new Identities();
        foreach (var block in new ControlFlow(function).Blocks)
        {
            for (int position = 0; position < block.Instructions.Count; position++)
            {
                var instruction = block.Instructions[position];
                for (int index = 0; index < instruction.Operands.Length; index++)
                    while (replacements.TryGetValue(instruction.Operands[index], out var replacement))
                        instruction.Operands[index] = replacement;
                if (instruction.Type.IsVoid)
                    continue;
                if (FoldConstants(instruction, constants) is { } constant)
                {
                    replacements[instruction] = constant;
                }
                else if (identities.Apply(instruction) is { } simpler)
                {
                    replacements[instruction] = simpler;
                    // What was made is looked at again, right away.
                    block.Instructions.InsertRange(position + 1, identities.Made);
                    identities.Made.Clear();
                }
            }
            block.Instructions.RemoveAll(replacements.ContainsKey);
        }
        function.ReplaceUses(replacements);
        return replacements.Count > 0;
    }

    private static Constant? FoldConstants(Instruction instruction, Constant[] constants)
    {
        int count = instruction.Operands.Length;
        if (count is 0 or > 3 || !instruction.Op.IsPure())
            return null;
        for (int index = 0; index < count; index++)
        {
            if (instruction[index] is not Constant constant)
                return null;
            constants[index] = constant;
        }
        return ConstantFolder.Evaluate(instruction.Op, instruction.Type, constants.AsSpan(0, count));
    }

    private static bool RemoveTrivialParameters(Function function)
    {
        var incoming = function.Blocks.SelectMany(block => block.Edges).ToLookup(edge => edge.Target);
        var replacements = new Dictionary<Value, Value>();
        foreach (var block in function.Blocks)
        {
            for (int index = block.Parameters.Count - 1; index >= 0; index--)
            {
                var parameter = block.Parameters[index];
                Value? only = null;
                bool trivial = true;
                foreach (var edge in incoming[block])
                {
                    var argument = edge.Arguments[index];
                    while (replacements.TryGetValue(argument, out var replacement))
                        argument = replacement;
                    if (argument == parameter || (only is not null && argument.Equals(only)))
                        continue;
                    trivial &= only is null;
                    only = argument;
                }
                if (!trivial || only is null)
                    continue;
                replacements[parameter] = only;
                block.Parameters.RemoveAt(index);
                foreach (var edge in incoming[block])
                    edge.Arguments.RemoveAt(index);
            }
        }
        function.ReplaceUses(replacements);
        return replacements.Count > 0;
    }
}
