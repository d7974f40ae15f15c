using GpuNet.Engine.IR;
using GpuNet.Engine.IR.Regions;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>Questions about everything inside a region.</summary>
internal static class RegionWalk
{
    /// <summary>The region and all regions in it, in program order.</summary>
    public static List<Region> All(Region region)
    {
        var all = new List<Region>();
        Collect(region, all);
        return all;
    }

    public static IEnumerable<Instruction> Instructions(Region region) =>
        All(region).OfType<Straight>().SelectMany(straight => straight.Block.Instructions);

    /// <summary>Goes to a label that does not belong to a region inside <paramref name="region"/>.</summary>
    public static bool LeavesOutside(Region region) => WaysOut(region).Any();

    /// <summary>The labels that do not belong to a region inside <paramref name="region"/>, and that it goes to.</summary>
    public static IEnumerable<Label> WaysOut(Region region)
    {
        var inside = All(region).Select(inner => inner switch { Loop loop => loop.Label, Scope scope => scope.Label, _ => null }).ToHashSet();
        return All(region).OfType<Leave>().Select(leave => leave.Label).Where(label => !inside.Contains(label)).Distinct();
    }

    /// <summary>The values a region reads itself, not those its children read.</summary>
    public static IEnumerable<Value> Reads(Region region) => region switch
    {
        Straight straight => straight.Block.Instructions.SelectMany(instruction => instruction.Operands),
        Assign assign => assign.Edge.Arguments,
        If conditional => [conditional.Condition],
        _ => [],
    };

    /// <summary>The values a region sets itself.</summary>
    public static IEnumerable<Value> Sets(Region region) => region switch
    {
        Straight straight => straight.Block.Instructions.Where(instruction => !instruction.Type.IsVoid),
        Assign assign => assign.Edge.Target.Parameters,
        _ => [],
    };

    /// <summary>The region without the instructions that <paramref name="isLeftOut"/> names.</summary>
    public static Region Without(Region region, Predicate<Instruction> isLeftOut)
    {
        switch (region)
        {
            case Sequence sequence:
                return new Sequence([.. sequence.Children.Select(child => Without(child, isLeftOut))]);
            case Straight straight:
                var block = new Block(straight.Block.Name);
                block.Instructions.AddRange(straight.Block.Instructions.Where(instruction => !isLeftOut(instruction)));
                return new Straight(block);
            case If conditional:
                return new If(conditional.Condition, Without(conditional.Then, isLeftOut), Without(conditional.Else, isLeftOut));
            case Loop loop:
                return new Loop(loop.Label, Without(loop.Body, isLeftOut));
            case Scope scope:
                return new Scope(scope.Label, Without(scope.Body, isLeftOut));
            default:
                return region;
        }
    }

    private static void Collect(Region region, List<Region> into)
    {
        into.Add(region);
        foreach (var child in Children(region))
            Collect(child, into);
    }

    public static IReadOnlyList<Region> Children(Region region) => region switch
    {
        Sequence sequence => sequence.Children,
        If conditional => [conditional.Then, conditional.Else],
        Loop loop => [loop.Body],
        Scope scope => [scope.Body],
        _ => [],
    };
}
