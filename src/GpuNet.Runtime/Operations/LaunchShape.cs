using GpuNet.Kernels;

namespace GpuNet.Operations;

/// <summary>How work is cut into items; results do not depend on it.</summary>
internal static class LaunchShape
{
    /// <summary>
    /// How many rows an item of a row-wise kernel walks: on processors one, so that vectors follow each other along rows, as memory
    /// does; several on GPUs, so that what rows share is read less often.
    /// </summary>
    internal static int RowsPerItem(Device device, int rows) => Math.Min(Math.Max(rows, 1), device.IsProcessor ? 1 : 4);

    /// <summary>
    /// The size of a group whose items share out fixed lanes: a whole group on GPUs, one vector on processors.
    /// </summary>
    internal static int GroupSize(Device device) =>
        Math.Min(device.Accelerator.MaxNumThreadsPerGroup, device.IsProcessor ? 16 : 256);

    /// <summary>
    /// Whether an item has all lanes of a vector: through OpenCL on processors, where vectors are made within an item.
    /// </summary>
    internal static bool ItemHasLanes(Device device) => device is { IsProcessor: true, Kind: DeviceKind.OpenCl };

    /// <summary>The same for a group that reduces a row: no more items than the row has lanes.</summary>
    internal static int GroupSize(Device device, int length) => Math.Min(GroupSize(device), LaneTree.LanesOf(length));

    /// <summary>Whether a group holds rows of this length in registers: on GPUs, where each of the row's lanes is an item.</summary>
    internal static bool HoldsRow(Device device, int length) =>
        !device.IsProcessor && length <= HeldSoftmaxKernels.LongestRow && GroupSize(device, length) == LaneTree.LanesOf(length);

    /// <summary>The number of blocks of <paramref name="size"/> that cover <paramref name="count"/>.</summary>
    internal static int Blocks(int count, int size) => (count + size - 1) / size;
}
