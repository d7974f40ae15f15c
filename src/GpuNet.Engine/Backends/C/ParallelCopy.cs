using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.C;

/// <summary>Passes an edge's arguments: all are read before any parameter changes, with temporaries only where that needs them.</summary>
internal static class ParallelCopy
{
    private sealed record Copy(BlockParameter Target, Value Argument, HashSet<Value> Variables);

    public static void Add(Edge edge, ExpressionBuilder expressions, List<Statement> into)
    {
        var pending = new List<Copy>();
        for (int index = 0; index < edge.Arguments.Count; index++)
        {
            var target = edge.Target.Parameters[index];
            var argument = edge.Arguments[index];
            if (argument == target)
                continue;
            var variables = new HashSet<Value>();
            expressions.CollectVariables(argument, variables);
            pending.Add(new Copy(target, argument, variables));
        }
        while (pending.Count > 0)
        {
            int free = pending.FindIndex(copy => pending.All(other => other == copy || !other.Variables.Contains(copy.Target)));
            if (free >= 0)
            {
                into.Add(Assign(pending[free].Target, pending[free]));
                pending.RemoveAt(free);
                continue;
            }
            // A cycle: read one argument now, and assign it last.
            var saved = pending[0];
            var temporary = new BlockParameter(saved.Target.Type, edge.Target);
            into.Add(Assign(temporary, saved));
            pending[0] = new Copy(saved.Target, temporary, [temporary]);
        }

        Set Assign(BlockParameter target, Copy copy) => new(target, expressions.ArgumentFor(target, copy.Argument), copy.Variables);
    }
}
