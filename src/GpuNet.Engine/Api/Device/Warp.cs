using GpuNet.Engine.Drivers.Cpu;

namespace ILGPU;

/// <summary>
/// Work-items that step together. The bodies serve debug mode; compiled kernels use the device's own operations. Every lane of a
/// warp has to take part; one that has ended, or that lies outside of its segment of <c>width</c> lanes, gives an item its own value.
/// </summary>
public static class Warp
{
    public static int WarpSize => WorkItem.Current.Group.WarpSize;

    public static int LaneIdx => WorkItem.Current.LaneIndex;

    public static bool IsFirstLane => LaneIdx == 0;

    public static bool IsLastLane => LaneIdx == WarpSize - 1;

    public static int WarpIdx => ComputeWarpIdx(Group.LinearIndex);

    public static int ComputeWarpIdx(Index1D groupThreadIdx) => groupThreadIdx.X / WarpSize;

    public static int ComputeWarpThreadIdx(Index1D groupThreadIdx) => groupThreadIdx.X % WarpSize;

    public static void Barrier() => WorkItem.Current.Group.WarpBarrier();

    public static T Shuffle<T>(T variable, int sourceLane)
        where T : unmanaged =>
        Shuffle(variable, sourceLane, WarpSize);

    public static T Shuffle<T>(T variable, int sourceLane, int width)
        where T : unmanaged =>
        WorkItem.Current.Shuffle(variable, FirstLane(width) + (int)((uint)sourceLane % (uint)width));

    public static T ShuffleDown<T>(T variable, int delta)
        where T : unmanaged =>
        ShuffleDown(variable, delta, WarpSize);

    public static T ShuffleDown<T>(T variable, int delta, int width)
        where T : unmanaged =>
        WorkItem.Current.Shuffle(variable, LaneIdx + delta < FirstLane(width) + width ? LaneIdx + delta : LaneIdx);

    public static T ShuffleUp<T>(T variable, int delta)
        where T : unmanaged =>
        ShuffleUp(variable, delta, WarpSize);

    public static T ShuffleUp<T>(T variable, int delta, int width)
        where T : unmanaged =>
        WorkItem.Current.Shuffle(variable, LaneIdx - delta >= FirstLane(width) ? LaneIdx - delta : LaneIdx);

    public static T ShuffleXor<T>(T variable, int mask)
        where T : unmanaged =>
        ShuffleXor(variable, mask, WarpSize);

    public static T ShuffleXor<T>(T variable, int mask, int width)
        where T : unmanaged =>
        WorkItem.Current.Shuffle(variable, (LaneIdx ^ mask) < FirstLane(width) + width ? LaneIdx ^ mask : LaneIdx);

    public static T Broadcast<T>(T value, int sourceLane)
        where T : unmanaged =>
        Shuffle(value, sourceLane);

    /// <summary>Where the item's segment of lanes begins. CPU devices may have warps of any size.</summary>
    private static int FirstLane(int width) => LaneIdx / width * width;
}
