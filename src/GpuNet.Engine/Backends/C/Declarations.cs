using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.C;

/// <summary>
/// Declares each variable in the innermost block that contains all its mentions: with its value where the first mention
/// is its assignment, before the first mention otherwise.
/// </summary>
internal static class Declarations
{
    public static void Place(CBlock root)
    {
        var all = new HashSet<Value>();
        Collect(root, all);
        Place(root, all);
    }

    /// <param name="block">The block to declare in.</param>
    /// <param name="open">Variables that are mentioned in this block or below, and nowhere else.</param>
    private static void Place(CBlock block, HashSet<Value> open)
    {
        // Where a variable is mentioned: -1 in more than one statement, or by a statement itself.
        var first = new Dictionary<Value, Statement>();
        var shared = new HashSet<Value>();
        var owned = new Dictionary<CBlock, HashSet<Value>>();
        foreach (var statement in block.Statements)
        {
            foreach (var variable in statement.Variables.Where(open.Contains))
            {
                first.TryAdd(variable, statement);
                shared.Add(variable);
            }
            foreach (var nested in statement.Nested)
            {
                var mentioned = new HashSet<Value>();
                Collect(nested, mentioned);
                mentioned.IntersectWith(open);
                owned[nested] = mentioned;
                foreach (var variable in mentioned)
                    if (!first.TryAdd(variable, statement))
                        shared.Add(variable);
            }
        }
        foreach (var variable in shared)
        {
            if (first[variable] is Set set && set.Target == variable)
                set.Declares = true;
            else if (block.Declarations.TryGetValue(first[variable], out var list))
                list.Add(variable);
            else
                block.Declarations[first[variable]] = [variable];
        }
        foreach (var (nested, mentioned) in owned)
        {
            mentioned.ExceptWith(shared);
            Place(nested, mentioned);
        }
    }

    private static void Collect(CBlock block, HashSet<Value> into)
    {
        foreach (var statement in block.Statements)
        {
            into.UnionWith(statement.Variables);
            foreach (var nested in statement.Nested)
                Collect(nested, into);
        }
    }
}
