namespace ILGPU;

/// <summary>
/// Work-items that step together. The bodies serve debug mode, where every warp is one work-item; compiled kernels
/// use the device's own operations.
/// </summary>
public static class Warp
{
    public static int WarpSize => 1;

    public static int LaneIdx => 0;

    public static bool IsFirstLane => LaneIdx == 0;

    public static bool IsLastLane => LaneIdx == WarpSize - 1;

    public static int WarpIdx => ComputeWarpIdx(Group.LinearIndex);

    public static int ComputeWarpIdx(Index1D groupThreadIdx) => groupThreadIdx.X / WarpSize;

    public static int ComputeWarpThreadIdx(Index1D groupThreadIdx) => groupThreadIdx.X % WarpSize;

    public static void Barrier()
    {
    }

    public static T Shuffle<T>(T variable, int sourceLane)
        where T : unmanaged =>
        variable;

    public static T Shuffle<T>(T variable, int sourceLane, int width)
        where T : unmanaged =>
        variable;

    public static T ShuffleDown<T>(T variable, int delta)
        where T : unmanaged =>
        variable;

    public static T ShuffleDown<T>(T variable, int delta, int width)
        where T : unmanaged =>
        variable;

    public static T ShuffleUp<T>(T variable, int delta)
        where T : unmanaged =>
        variable;

    public static T ShuffleUp<T>(T variable, int delta, int width)
        where T : unmanaged =>
        variable;

    public static T ShuffleXor<T>(T variable, int mask)
        where T : unmanaged =>
        variable;

    public static T ShuffleXor<T>(T variable, int mask, int width)
        where T : unmanaged =>
        variable;

    public static T Broadcast<T>(T value, int sourceLane)
        where T : unmanaged =>
        value;
}
