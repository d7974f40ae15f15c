using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.C;

/// <summary>Passes an edge's arguments: all are read before any parameter changes, with temporaries only where that needs them.</summary>
internal static class ParallelCopy
{
    private sealed record Copy(Value Target, string Text, HashSet<Value> Variables);

    public static void Add(Edge edge, ExpressionBuilder expressions, Packs packs, List<Statement> into)
    {
        var pending = new List<Copy>();
        for (int index = 0; index < edge.Arguments.Count; index++)
        {
            var target = edge.Target.Parameters[index];
            var argument = edge.Arguments[index];
            if (argument == target)
                continue;
            var variables = new HashSet<Value>();
            if (packs.Of(target) is not { } pack)
            {
                expressions.CollectVariables(argument, variables);
                pending.Add(new Copy(target, expressions.ArgumentFor(target, argument), variables));
            }
            else if (pack.Lanes[0] == target)
            {
                var operand = pack.Arguments[edge];
                foreach (var value in operand.Values)
                    expressions.CollectVariables(value, variables);
                pending.Add(new Copy(pack.Vector, expressions.Vector(operand), variables));
            }
        }
        while (pending.Count > 0)
        {
            int free = pending.FindIndex(copy => pending.All(other => other == copy || !other.Variables.Contains(copy.Target)));
            if (free >= 0)
            {
                into.Add(new Set(pending[free].Target, pending[free].Text, pending[free].Variables));
                pending.RemoveAt(free);
                continue;
            }
            // A cycle: read one argument now, and assign it last.
            var saved = pending[0];
            Value temporary = saved.Target is VectorValue vector ? new VectorValue(vector.Type, vector.Count) : new BlockParameter(saved.Target.Type, edge.Target);
            into.Add(new Set(temporary, saved.Text, saved.Variables));
            pending[0] = new Copy(saved.Target, expressions.Of(temporary).Text, [temporary]);
        }
    }
}
