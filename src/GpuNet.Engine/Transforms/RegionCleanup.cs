using GpuNet.Engine.IR.Regions;

namespace GpuNet.Engine.Transforms;

/// <summary>
/// Makes a region tree read like source: flattens sequences, drops jumps to where control goes anyway, and scopes that
/// nobody leaves early.
/// </summary>
internal static class RegionCleanup
{
    public static Region Run(Region root)
    {
        var region = Rebuild(root, []);
        int next = 0;
        Number(region, ref next);
        return region;
    }

    /// <param name="region">The region to rebuild.</param>
    /// <param name="next">Labels that mean the same as falling off the end of <paramref name="region"/>.</param>
    private static Region Rebuild(Region region, HashSet<Label> next)
    {
        switch (region)
        {
            case Sequence sequence:
                var children = new List<Region>();
                Flatten(sequence, children);
                for (int index = 0; index < children.Count; index++)
                    children[index] = Rebuild(children[index], index == children.Count - 1 ? next : []);
                var result = new List<Region>();
                Flatten(new Sequence(children), result);
                return result.Count == 1 ? result[0] : new Sequence(result);
            case If conditional:
                return new If(conditional.Condition, Rebuild(conditional.Then, next), Rebuild(conditional.Else, next));
            case Loop loop:
                return new Loop(loop.Label, Rebuild(loop.Body, [loop.Label]));
            case Scope scope:
                var body = Rebuild(scope.Body, [.. next, scope.Label]);
                return Leaves(body, scope.Label) ? new Scope(scope.Label, body) : body;
            case Leave leave when next.Contains(leave.Label):
                return new Sequence([]);
            default:
                return region;
        }
    }

    private static void Flatten(Region region, List<Region> into)
    {
        if (region is Sequence sequence)
            sequence.Children.ForEach(child => Flatten(child, into));
        else if (region is not Straight { Block.Instructions.Count: 0 })
            into.Add(region);
    }

    private static bool Leaves(Region region, Label label) => region switch
    {
        Sequence sequence => sequence.Children.Any(child => Leaves(child, label)),
        If conditional => Leaves(conditional.Then, label) || Leaves(conditional.Else, label),
        Loop loop => Leaves(loop.Body, label),
        Scope scope => Leaves(scope.Body, label),
        Leave leave => leave.Label == label,
        _ => false,
    };

    private static void Number(Region region, ref int next)
    {
        switch (region)
        {
            case Sequence sequence:
                foreach (var child in sequence.Children)
                    Number(child, ref next);
                break;
            case If conditional:
                Number(conditional.Then, ref next);
                Number(conditional.Else, ref next);
                break;
            case Loop loop:
                loop.Label.Id = next++;
                Number(loop.Body, ref next);
                break;
            case Scope scope:
                scope.Label.Id = next++;
                Number(scope.Body, ref next);
                break;
        }
    }
}
