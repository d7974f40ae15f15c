using GpuNet.Engine.IR;
using GpuNet.Engine.IR.Regions;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>What stretches leave to each other in scratch memory.</summary>
internal static class Exchange
{
    /// <summary>Which values a stretch fetches when it starts, and which it stores when it ends.</summary>
    public static (List<Value> Read, List<Value> Written) Of(ItemStep step, IReadOnlySet<Value> live)
    {
        var regions = RegionWalk.All(step.Body).ToList();
        var written = regions.SelectMany(RegionWalk.Sets).Where(live.Contains).Distinct().ToList();
        var setFirst = SetBeforeRead(step.Body);
        var read = regions.SelectMany(RegionWalk.Reads).Concat(written).Where(live.Contains).Distinct()
            .Where(value => value is BlockParameter ? !setFirst.Contains(value) : !written.Contains(value)).ToList();
        return (read, written);
    }

    /// <summary>Parameters that every item sets before anything reads them.</summary>
    private static HashSet<Value> SetBeforeRead(Region body)
    {
        var (read, set) = (new HashSet<Value>(), new HashSet<Value>());
        foreach (var child in body is Sequence sequence ? sequence.Children : [body])
        {
            var regions = RegionWalk.All(child).ToList();
            read.UnionWith(regions.SelectMany(RegionWalk.Reads).Where(value => !set.Contains(value)));
            if (child is Assign { Edge: var edge })
                set.UnionWith(edge.Target.Parameters.Where(parameter => !read.Contains(parameter)));
            else
                read.UnionWith(regions.SelectMany(RegionWalk.Sets).Where(value => !set.Contains(value)));
            if (regions.Exists(region => region is Exit))
                break;
        }
        return set;
    }

    /// <summary>Slots are at least 32 bits wide, as lanes are.</summary>
    public static IRType SlotType(Value value) => value.Type.Size < 4 ? IRType.Int32 : value.Type;
}
