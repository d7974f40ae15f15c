using GpuNet.Engine.Drivers.Cpu;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// The memory a worker keeps for the group it runs: shared memory, private memory, and the values that live across
/// barriers, item by item. Sizes depend on the launch, so compiled code finds the addresses in its frame.
/// </summary>
internal sealed class ScratchLayout
{
    /// <summary>The frame starts with the launch's dimensions in the order of <see cref="LaunchDimensions"/>.</summary>
    public const int FirstBase = 7;
    private const long LineBytes = 64;

    private readonly List<Area> areas = [];
    private int dynamicShared = -1;

    public int FrameSize => FirstBase + areas.Count;

    /// <summary>Reserves memory and returns where the frame holds its address.</summary>
    public int ForGroup(long bytes) => Add(bytes, 0);

    public int ForEachItem(long bytes) => Add(0, bytes);

    public int DynamicShared() => dynamicShared >= 0 ? dynamicShared : dynamicShared = Add(0, 0);

    public long Bytes(in LaunchDimensions dimensions)
    {
        long total = LineBytes;
        for (int index = 0; index < areas.Count; index++)
            total += Bytes(index, dimensions);
        return total;
    }

    public unsafe void Fill(long* frame, byte* scratch, in LaunchDimensions dimensions)
    {
        (frame[0], frame[1], frame[2]) = (dimensions.GridX, dimensions.GridY, dimensions.GridZ);
        (frame[3], frame[4], frame[5]) = (dimensions.GroupX, dimensions.GroupY, dimensions.GroupZ);
        frame[6] = dimensions.DynamicSharedBytes;
        long next = AlignUp((long)scratch);
        for (int index = 0; index < areas.Count; index++)
        {
            frame[FirstBase + index] = next;
            next += Bytes(index, dimensions);
        }
    }

    private int Add(long bytes, long itemBytes)
    {
        areas.Add(new Area(bytes, itemBytes));
        return FrameSize - 1;
    }

    private long Bytes(int index, in LaunchDimensions dimensions) => AlignUp(
        areas[index].Bytes + areas[index].ItemBytes * dimensions.GroupItems + (FirstBase + index == dynamicShared ? dimensions.DynamicSharedBytes : 0));

    private sealed record Area(long Bytes, long ItemBytes);

    private static long AlignUp(long value) => (value + LineBytes - 1) & -LineBytes;
}
