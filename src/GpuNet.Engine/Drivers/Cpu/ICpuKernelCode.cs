namespace GpuNet.Engine.Drivers.Cpu;

/// <summary>The shape of a launch: groups in the grid, work-items in a group, bytes of dynamic shared memory of a group.</summary>
internal readonly record struct LaunchDimensions(
    int GridX, int GridY, int GridZ, int GroupX, int GroupY, int GroupZ, int DynamicSharedBytes)
{
    public long Groups => (long)GridX * GridY * GridZ;
    public int GroupItems => GroupX * GroupY * GroupZ;
}

/// <summary>
/// A kernel that can run on this machine. Groups are numbered with X fastest; every group runs on one thread from start
/// to end, so any cut of a grid into ranges is a schedule. Safe to call from many threads at once.
/// </summary>
internal unsafe interface ICpuKernelCode
{
    /// <param name="firstGroup">Linear number of the first group to run.</param>
    /// <param name="endGroup">Linear number behind the last group to run.</param>
    /// <param name="dimensions">The shape of the whole launch.</param>
    /// <param name="slots">The kernel's arguments, one 8-byte slot for each IR parameter.</param>
    void RunGroups(long firstGroup, long endGroup, in LaunchDimensions dimensions, ulong* slots);
}
