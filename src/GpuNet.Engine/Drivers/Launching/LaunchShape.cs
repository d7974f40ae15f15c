using System.Numerics;
using GpuNet.Engine.Drivers.Cpu;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Engine.Drivers.Launching;

/// <summary>Makes the dimensions of a launch and checks them against the device's limits.</summary>
internal static class LaunchShape
{
    public static bool IsEmpty(in Index3D grid, in Index3D group)
    {
        CheckNotNegative(grid.X, grid.Y, grid.Z, "grid");
        CheckNotNegative(group.X, group.Y, group.Z, "group");
        return grid.X == 0 || grid.Y == 0 || grid.Z == 0;
    }

    public static bool IsEmpty(in LongIndex3D extent)
    {
        CheckNotNegative(extent.X, extent.Y, extent.Z, "extent");
        return extent.X == 0 || extent.Y == 0 || extent.Z == 0;
    }

    public static LaunchDimensions Explicit(Kernel kernel, in KernelConfig config)
    {
        var (grid, group) = (config.GridDim, config.GroupDim);
        var device = kernel.Accelerator;
        var maxGroup = device.MaxGroupSize;
        int maxItems = kernel.Specialization.MaxNumThreadsPerGroup ?? device.MaxNumThreadsPerGroup;
        if (group.X < 1 || group.Y < 1 || group.Z < 1
            || group.X > maxGroup.X || group.Y > maxGroup.Y || group.Z > maxGroup.Z
            || group.LongSize > maxItems)
        {
            throw new ArgumentOutOfRangeException(
                nameof(config),
                $"The kernel {kernel.Signature.Name} was launched with groups of {group} work-items; {device.Name} allows "
                + $"{maxItems} in a group, and {maxGroup} by dimension. Choose the group size from the accelerator's limits.");
        }

        CheckGrid(kernel, grid);
        int sharedBytes = config.SharedMemoryConfig.ArraySize;
        if (sharedBytes > device.MaxSharedMemoryPerGroup)
        {
            throw new ArgumentOutOfRangeException(
                nameof(config),
                $"The kernel {kernel.Signature.Name} was launched with {sharedBytes} bytes of dynamic shared memory; "
                + $"{device.Name} has {device.MaxSharedMemoryPerGroup} for a group.");
        }

        return new LaunchDimensions(grid.X, grid.Y, grid.Z, group.X, group.Y, group.Z, sharedBytes);
    }

    /// <summary>
    /// As many groups as cover the extent. A group is as wide as the extent needs (rounded up to a power of two), then as
    /// high and as deep as is left of its size.
    /// </summary>
    public static LaunchDimensions Implicit(Kernel kernel, in LongIndex3D extent)
    {
        var max = kernel.Accelerator.MaxGroupSize;
        int left = kernel.GroupSize;
        // A driver that compiles anew for each group size gets one size, whatever the extent.
        bool keepsSize = kernel.IsCompiledPerGroupSize && extent.Y == 1 && extent.Z == 1;
        int x = Take(ref left, keepsSize ? left : extent.X, max.X);
        int y = Take(ref left, extent.Y, max.Y);
        int z = Take(ref left, extent.Z, max.Z);
        long gridX = GroupsFor(extent.X, x);
        long gridY = GroupsFor(extent.Y, y);
        long gridZ = GroupsFor(extent.Z, z);
        if (gridX > int.MaxValue || gridY > int.MaxValue || gridZ > int.MaxValue)
        {
            throw new ArgumentOutOfRangeException(
                nameof(extent), $"The extent {extent} needs more groups than {kernel.Accelerator.Name} can number.");
        }

        var grid = new Index3D((int)gridX, (int)gridY, (int)gridZ);
        CheckGrid(kernel, grid);
        return new LaunchDimensions(grid.X, grid.Y, grid.Z, x, y, z, 0);
    }

    private static int Take(ref int left, long extent, int max)
    {
        int limit = Math.Min(left, max);
        int size = extent >= limit ? limit : Math.Min(limit, (int)BitOperations.RoundUpToPowerOf2((uint)extent));
        left /= size;
        return size;
    }

    private static long GroupsFor(long extent, int groupSize) => (extent - 1) / groupSize + 1;

    private static void CheckGrid(Kernel kernel, in Index3D grid)
    {
        var max = kernel.Accelerator.MaxGridSize;
        if (grid.X > max.X || grid.Y > max.Y || grid.Z > max.Z)
        {
            throw new ArgumentOutOfRangeException(
                nameof(grid),
                $"The kernel {kernel.Signature.Name} was launched with {grid} groups; {kernel.Accelerator.Name} allows {max}.");
        }
    }

    private static void CheckNotNegative(long x, long y, long z, string what)
    {
        if (x < 0 || y < 0 || z < 0)
            throw new ArgumentOutOfRangeException(what, $"The {what} ({x}, {y}, {z}) has a negative size.");
    }
}
