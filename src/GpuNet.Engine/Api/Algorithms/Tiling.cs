using ILGPU.Runtime;
using ILGPU.Runtime.OpenCL;

namespace ILGPU.Algorithms;

/// <summary>
/// How a view is cut into tiles, one for each group of a launch. On a GPU, as many groups as fill the device share a
/// tile's elements among their items. On a processor, a group is one item that walks through its tile: in order, with
/// its counts in the cache, and without barriers, which cost more there than neighbours gain.
/// </summary>
internal readonly struct Tiling
{
    // Shorter tiles are not worth a launch on another thread.
    private const int ShortestWalk = 1 << 14;

    // So many that threads which are done early take over some from the others.
    private const int WalksPerProcessor = 8;

    private readonly int groupSize;

    private Tiling(int count, int groupSize, long length)
    {
        Count = count;
        this.groupSize = groupSize;
        TileLength = IntrinsicMath.DivRoundUp(length, count);
    }

    public int Count { get; }

    public long TileLength { get; }

    public KernelConfig AllTiles => (Count, groupSize);

    public KernelConfig OneGroup => (1, groupSize);

    public static bool IsWalked(Accelerator accelerator)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return accelerator is CLAccelerator openCl
            ? openCl.DeviceType.HasFlag(CLDeviceType.CL_DEVICE_TYPE_CPU)
            : accelerator.AcceleratorType == AcceleratorType.CPU;
    }

    public static Tiling Of(Accelerator accelerator, long length)
    {
        if (IsWalked(accelerator))
        {
            long most = (long)WalksPerProcessor * accelerator.NumMultiprocessors;
            return new((int)Math.Clamp(IntrinsicMath.DivRoundUp(length, ShortestWalk), 1, most), 1, length);
        }
        var (gridDim, groupDim) = accelerator.ComputeGridStrideLoopExtent(length);
        return new(gridDim.X, groupDim.X, length);
    }
}
