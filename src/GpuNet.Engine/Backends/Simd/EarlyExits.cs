using GpuNet.Engine.IR.Regions;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// Rewrites <c>if (c) { leave } else { rest }</c> to <c>if (c) { leave } rest</c>: what follows then runs for all who are
/// still there, instead of inside a branch that not all items take.
/// </summary>
internal static class EarlyExits
{
    public static Region Flatten(Region region)
    {
        switch (region)
        {
            case Sequence sequence:
                var children = new List<Region>();
                foreach (var child in sequence.Children)
                {
                    Add(Flatten(child), children);
                    if (!FallsThrough(child))
                        break;
                }
                return children.Count == 1 ? children[0] : new Sequence(children);
            case If conditional:
                Region then = Flatten(conditional.Then), otherwise = Flatten(conditional.Else), nothing = new Sequence([]);
                if (!FallsThrough(then) && !IsEmpty(otherwise))
                    return Join(new If(conditional.Condition, then, nothing), otherwise);
                if (!FallsThrough(otherwise) && !IsEmpty(then))
                    return Join(new If(conditional.Condition, nothing, otherwise), then);
                return new If(conditional.Condition, then, otherwise);
            case Loop loop:
                return new Loop(loop.Label, Flatten(loop.Body));
            case Scope scope:
                return new Scope(scope.Label, Flatten(scope.Body));
            // Each place that ends items is one of its own: what follows asks for the regions around it.
            case Exit:
                return new Exit();
            default:
                return region;
        }
    }

    private static Sequence Join(Region first, Region second)
    {
        var children = new List<Region>();
        Add(first, children);
        Add(second, children);
        return new Sequence(children);
    }

    private static void Add(Region region, List<Region> into)
    {
        if (region is Sequence sequence)
            into.AddRange(sequence.Children);
        else
            into.Add(region);
    }

    private static bool IsEmpty(Region region) => region is Sequence { Children.Count: 0 };

    /// <summary>Whether control can reach what stands behind a region.</summary>
    private static bool FallsThrough(Region region) => region switch
    {
        Sequence sequence => sequence.Children.TrueForAll(FallsThrough),
        If conditional => FallsThrough(conditional.Then) || FallsThrough(conditional.Else),
        Scope scope => FallsThrough(scope.Body) || RegionWalk.All(scope.Body).Any(inner => inner is Leave leave && leave.Label == scope.Label),
        Loop or Leave or Exit => false,
        _ => true,
    };
}
