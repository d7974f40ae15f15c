using GpuNet.Engine.IR;
using GpuNet.Engine.IR.Regions;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// Stores that may go past the caches. An ordinary store first reads the line it writes to; where the output is so large
/// that the caches lose it before anyone reads it, that is a third of an elementwise kernel's traffic, for nothing.
/// </summary>
internal sealed class StreamedStores
{
    private readonly HashSet<Instruction> stores = [];

    private StreamedStores() { }

    /// <param name="row">What runs for each item of a row.</param>
    public StreamedStores(Region row)
    {
        var instructions = RegionWalk.Instructions(row).ToList();
        // Streamed bytes keep no order, and the lines of a buffer that is also read have been read already.
        if (instructions.Exists(instruction => instruction.Op is Opcode.MemoryFence or Opcode.Atomic or Opcode.AtomicCompareExchange))
            return;
        var read = instructions.Where(instruction => instruction.Op == Opcode.Load).Select(load => Origin(load[0])).ToHashSet();
        stores.UnionWith(Once(row).Where(store => store.Op == Opcode.Store && Origin(store[0]) is FunctionParameter buffer && !read.Contains(buffer)));
        BytesPerItem = stores.GroupBy(store => Origin(store[0])).Select(buffer => buffer.Sum(store => store[1].Type.Size)).DefaultIfEmpty().Max();
    }

    public static StreamedStores None { get; } = new();

    /// <summary>Whoever reads an output of more bytes next finds less than half of it in the caches.</summary>
    public static long LeastBytes { get; } = LastLevelCache.Bytes / 2;

    public bool Any => stores.Count > 0;

    /// <summary>The most that an item writes to one buffer.</summary>
    public int BytesPerItem { get; }

    public bool Contains(Instruction store) => stores.Contains(store);

    /// <summary>What an item runs once at most: what it writes in loops is not one after the other.</summary>
    private static IEnumerable<Instruction> Once(Region region) => region switch
    {
        Loop => [],
        Straight straight => straight.Block.Instructions,
        _ => RegionWalk.Children(region).SelectMany(Once),
    };

    /// <summary>What an address was made from.</summary>
    private static Value Origin(Value address)
    {
        while (address is Instruction { Op: Opcode.Offset } offset)
            address = offset[0];
        return address;
    }
}
