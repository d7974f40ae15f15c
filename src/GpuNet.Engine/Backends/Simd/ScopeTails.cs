using GpuNet.Engine.IR;
using GpuNet.Engine.IR.Regions;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// What stands behind the last barrier of a scope or a loop's body may leave it item by item: such tails get scopes of their
/// own, with the same end, which items run one after the other like anything else without barriers.
/// </summary>
internal static class ScopeTails
{
    /// <summary>Closes the tails of a region in which items may go to <paramref name="label"/>, its end.</summary>
    public static Region Close(Label label, Region body)
    {
        var children = Split(body);
        int behind = 1 + children.FindLastIndex(HasBarrier);
        if (behind > 0 && LeavesApart(children[behind - 1], label))
        {
            if (behind == children.Count && children[^1] is If last)
                return new Sequence([.. children[..^1], new If(last.Condition, Close(label, last.Then), Close(label, last.Else))]);
            if (children[behind - 1] is If or Scope)
                return Detour(label, children, behind);
        }
        var tail = new Scope(label, new Sequence(children[behind..]));
        if (!RegionWalk.All(tail).Any(region => region is Leave leave && leave.Label == label) || RegionWalk.LeavesOutside(tail)
            || (GroupSchedule.Reassigns(tail) && !LeavesApart(tail.Body, label)))
            return body;
        return new Sequence([.. children[..behind], tail]);
    }

    /// <summary>
    /// Items leave for the end from within a branch or scope that has the last barrier, past what stands behind it: they note
    /// that they are gone, go to the end of that region only, and skip the rest.
    /// </summary>
    private static Sequence Detour(Label label, List<Region> children, int behind)
    {
        var flag = new Block("gone");
        var gone = flag.AddParameter(IRType.Int1);
        gone.IsVarying = true;
        Assign Set(bool value) => new(new Edge(flag, Constant.Bool(value)));
        var rest = new If(gone, new Sequence([]), new Scope(label, new Sequence(children[behind..])));
        return new Sequence([Set(false), .. children[..(behind - 1)], Turn(children[behind - 1]), rest]);

        Region Turn(Region region)
        {
            switch (region)
            {
                case If conditional:
                    return new If(conditional.Condition, Turn(conditional.Then), Turn(conditional.Else));
                case Scope scope:
                    return new Scope(scope.Label, Turn(scope.Body));
                case Loop or Straight:
                    return region;
            }
            var inside = Split(region);
            int last = inside.FindLastIndex(HasBarrier);
            var end = new Label();
            return new Scope(end, new Sequence(
                [.. inside.Take(last), .. inside.Skip(Math.Max(last, 0)).Select((child, index) => last >= 0 && index == 0 ? Turn(child) : Replace(child, end))]));
        }

        Region Replace(Region region, Label end) => region switch
        {
            Leave leave when leave.Label == label => new Sequence([Set(true), new Leave(end)]),
            Sequence sequence => new Sequence([.. sequence.Children.Select(child => Replace(child, end))]),
            If conditional => new If(conditional.Condition, Replace(conditional.Then, end), Replace(conditional.Else, end)),
            Loop loop => new Loop(loop.Label, Replace(loop.Body, end)),
            Scope scope => new Scope(scope.Label, Replace(scope.Body, end)),
            _ => region,
        };
    }

    /// <summary>Whether items that part go to a label from behind the last barrier in a region.</summary>
    private static bool LeavesApart(Region region, Label label)
    {
        if (!HasBarrier(region))
            return RegionWalk.All(region).OfType<If>().Any(conditional =>
                Uniformity.IsVarying(conditional.Condition) && RegionWalk.All(conditional).Any(inner => inner is Leave leave && leave.Label == label));
        switch (region)
        {
            case If conditional:
                return LeavesApart(conditional.Then, label) || LeavesApart(conditional.Else, label);
            case Scope scope:
                return LeavesApart(scope.Body, label);
            case Sequence:
                var children = Split(region);
                return children.Skip(children.FindLastIndex(HasBarrier)).Any(child => LeavesApart(child, label));
            default:
                return false;
        }
    }

    private static List<Region> Split(Region body) => [.. (body is Sequence sequence ? sequence.Children : [body]).SelectMany(SplitAtBarriers)];

    private static IEnumerable<Region> SplitAtBarriers(Region region)
    {
        if (region is not Straight straight || !HasBarrier(region))
            return [region];
        var parts = new List<Region>();
        Block? part = null;
        foreach (var instruction in straight.Block.Instructions)
        {
            if (part is null || instruction.Op.IsBarrier())
                parts.Add(new Straight(part = new Block(straight.Block.Name)));
            part.Instructions.Add(instruction);
            if (instruction.Op.IsBarrier())
                part = null;
        }
        return parts;
    }

    private static bool HasBarrier(Region region) => RegionWalk.Instructions(region).Any(instruction => instruction.Op.IsBarrier());
}
