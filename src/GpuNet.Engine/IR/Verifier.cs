namespace GpuNet.Engine.IR;

/// <summary>
/// Checks what every pass and back end relies on: single assignment, uses dominated by definitions, edges that fit their
/// targets, operand types that fit the opcode. IL is not verified when it runs, so a wrong type must not get past here.
/// </summary>
internal static class Verifier
{
    /// <exception cref="InvalidOperationException">The function is malformed; the message names the place and the pass.</exception>
    public static void Verify(Function function, string after)
    {
        var errors = new List<string>();
        var definedIn = new Dictionary<Value, (Block Block, int Position)>();
        var blocks = function.Blocks.ToHashSet();
        foreach (var block in function.Blocks)
        {
            foreach (var parameter in block.Parameters)
                definedIn[parameter] = (block, -1);
            for (int index = 0; index < block.Instructions.Count; index++)
                if (!definedIn.TryAdd(block.Instructions[index], (block, index)))
                    errors.Add($"{Printer.Print(block.Instructions[index])} stands twice");
        }
        var flow = new ControlFlow(function);
        if (flow.Predecessors(function.Entry).Count > 0 || function.Entry.Parameters.Count > 0)
            errors.Add("the entry block has predecessors or parameters");

        foreach (var block in flow.Blocks)
        {
            if (!blocks.Contains(block))
                errors.Add($"{block} is reachable but not in the function");
            for (int index = 0; index < block.Instructions.Count; index++)
            {
                var instruction = block.Instructions[index];
                foreach (var operand in instruction.Operands)
                    CheckUse(operand, block, index, Printer.Print(instruction));
                if (TypeRules.Violation(instruction) is { } violation)
                    errors.Add($"{block}: {Printer.Print(instruction)}: {violation}");
            }
            if (block.Terminator is Branch branch)
            {
                CheckUse(branch.Condition, block, int.MaxValue, "branch");
                if (branch.Condition.Type != IRType.Int1)
                    errors.Add($"{block}: branch on {branch.Condition.Type}");
            }
            foreach (var edge in block.Edges)
            {
                if (edge.Arguments.Count != edge.Target.Parameters.Count
                    || edge.Arguments.Zip(edge.Target.Parameters).Any(pair => !TypeRules.Fits(pair.First.Type, pair.Second.Type)))
                    errors.Add($"{block}: the arguments of the edge to {edge.Target} do not fit its parameters");
                foreach (var argument in edge.Arguments)
                    CheckUse(argument, block, int.MaxValue, $"edge to {edge.Target}");
            }
        }
        if (errors.Count > 0)
        {
            throw new InvalidOperationException(
                $"Malformed IR after {after} in {function.Name}:\n  {string.Join("\n  ", errors.Take(20))}\n{Printer.Print(function)}");
        }

        void CheckUse(Value value, Block block, int position, string user)
        {
            if (value is Constant or FunctionParameter)
                return;
            if (!definedIn.TryGetValue(value, out var definition))
                errors.Add($"{block}: {user} uses {value}, which is defined nowhere");
            else if (definition.Block == block ? definition.Position >= position : !flow.Dominates(definition.Block, block))
                errors.Add($"{block}: {user} uses {value} before its definition");
        }
    }
}
