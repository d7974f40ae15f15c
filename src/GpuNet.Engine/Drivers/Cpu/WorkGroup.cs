using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Engine.Drivers.Cpu;

/// <summary>What the work-items of one group share in debug mode. Its memory lives until the group is disposed.</summary>
/// <param name="gridDim">Groups in the grid.</param>
/// <param name="groupDim">Items in the group.</param>
/// <param name="gridIndex">Index of this group in the grid.</param>
/// <param name="warpSize">Items in a warp: neighbours by linear index.</param>
/// <param name="barrier">Blocks the calling item until all items of the group have called it.</param>
/// <param name="warpBarrier">The same for the items of its warp that have not ended.</param>
/// <param name="allocate">Allocates zeroed host memory: (length in elements, bytes an element).</param>
/// <param name="dynamicSharedBytes">Bytes of dynamic shared memory of the launch.</param>
internal sealed class WorkGroup(
    Index3D gridDim,
    Index3D groupDim,
    Index3D gridIndex,
    int warpSize,
    Action barrier,
    Action warpBarrier,
    Func<long, int, MemoryBuffer> allocate,
    int dynamicSharedBytes) : IDisposable
{
    private readonly List<MemoryBuffer> allocated = [];
    private readonly List<MemoryBuffer> shared = [];
    private MemoryBuffer? dynamicShared;

    public Index3D GridDim { get; } = gridDim;

    public Index3D GroupDim { get; } = groupDim;

    public Index3D GridIndex { get; } = gridIndex;

    public int WarpSize { get; } = warpSize;

    /// <summary>One slot per item, for values that cross a barrier.</summary>
    public object?[] Exchanged { get; } = new object?[groupDim.Size];

    public ArrayView<byte> DynamicShared
    {
        get
        {
            if (dynamicSharedBytes == 0)
                return default;
            lock (allocated)
                return (dynamicShared ??= Allocate(dynamicSharedBytes, sizeof(byte))).AsRawArrayView();
        }
    }

    public void Barrier() => barrier();

    public void WarpBarrier()
    {
        if (WarpSize > 1)
            warpBarrier();
    }

    public MemoryBuffer GetShared(int number, int length, int elementSize)
    {
        lock (allocated)
        {
            if (number == shared.Count)
                shared.Add(Allocate(length, elementSize));
            return shared[number];
        }
    }

    public MemoryBuffer Allocate(int length, int elementSize)
    {
        var buffer = allocate(length, elementSize);
        lock (allocated)
            allocated.Add(buffer);
        return buffer;
    }

    public void Dispose() => allocated.ForEach(buffer => buffer.Dispose());
}
