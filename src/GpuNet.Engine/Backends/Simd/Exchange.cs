using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>What stretches leave to each other in scratch memory.</summary>
internal static class Exchange
{
    /// <summary>Which values a stretch fetches when it starts, and which it stores when it ends.</summary>
    public static (List<Value> Read, List<Value> Written) Of(ItemStep step, IReadOnlySet<Value> live)
    {
        var regions = RegionWalk.All(step.Body).ToList();
        var written = regions.SelectMany(RegionWalk.Sets).Where(live.Contains).Distinct().ToList();
        var read = regions.SelectMany(RegionWalk.Reads).Concat(written).Where(live.Contains).Distinct()
            .Where(value => value is BlockParameter || !written.Contains(value)).ToList();
        return (read, written);
    }

    /// <summary>Slots are at least 32 bits wide, as lanes are.</summary>
    public static IRType SlotType(Value value) => value.Type.Size < 4 ? IRType.Int32 : value.Type;
}
