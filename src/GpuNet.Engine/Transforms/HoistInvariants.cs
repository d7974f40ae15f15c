using GpuNet.Engine.IR;

namespace GpuNet.Engine.Transforms;

/// <summary>Moves what a loop computes anew in every iteration, with the same result, in front of the loop.</summary>
internal static class HoistInvariants
{
    public static void Run(Function function)
    {
        var forest = new LoopForest(new ControlFlow(function));
        foreach (var loop in forest.Loops)
        {
            var invariants = Invariants(function, loop);
            if (invariants.Count == 0)
                continue;
            var moved = invariants.ToHashSet();
            foreach (var block in loop.Blocks)
                block.Instructions.RemoveAll(moved.Contains);
            Preheader.Of(function, loop).Instructions.AddRange(invariants);
        }
    }

    private static List<Instruction> Invariants(Function function, NaturalLoop loop)
    {
        var inside = new HashSet<Value>(ReferenceEqualityComparer.Instance);
        foreach (var block in loop.Blocks)
        {
            inside.UnionWith(block.Parameters);
            inside.UnionWith(block.Instructions);
        }
        var result = new List<Instruction>();
        foreach (var block in new ControlFlow(function).Blocks.Where(loop.Blocks.Contains))
            foreach (var instruction in block.Instructions)
                if (instruction.IsSpeculatable() && !Array.Exists(instruction.Operands, inside.Contains))
                {
                    result.Add(instruction);
                    inside.Remove(instruction);
                }
        return result;
    }
}

/// <summary>The one block that enters a loop, made where there is none.</summary>
internal static class Preheader
{
    public static Block Of(Function function, NaturalLoop loop)
    {
        var header = loop.Header;
        var entering = function.Blocks.Where(block => !loop.Blocks.Contains(block) && block.Successors.Contains(header)).ToList();
        if (entering is [{ Terminator: Jump } only])
            return only;
        var preheader = new Block("preheader");
        function.Blocks.Insert(function.Blocks.IndexOf(header), preheader);
        var arguments = header.Parameters.Select(parameter => (Value)preheader.AddParameter(parameter.Type)).ToList();
        preheader.Terminator = new Jump(new Edge(header, arguments));
        foreach (var edge in entering.SelectMany(block => block.Edges))
            if (edge.Target == header)
                edge.Target = preheader;
        // The outer loops of a loop also contain the block that enters it.
        for (var outer = loop.Parent; outer is not null; outer = outer.Parent)
            outer.Blocks.Add(preheader);
        return preheader;
    }
}
