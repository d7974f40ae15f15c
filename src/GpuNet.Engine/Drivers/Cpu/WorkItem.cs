using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using ILGPU;

namespace GpuNet.Engine.Drivers.Cpu;

/// <summary>
/// One work-item of a kernel that runs in debug mode. The thread that executes an item makes it current first, and
/// <c>Group</c>, <c>Grid</c>, <c>SharedMemory</c>... ask it.
/// </summary>
/// <param name="group">The group the item belongs to.</param>
/// <param name="index">Its index in the group.</param>
internal sealed class WorkItem(WorkGroup group, Index3D index)
{
    [ThreadStatic]
    private static WorkItem? current;

    private int sharedAllocations;

    /// <summary>The item this thread executes; <see langword="null"/> outside of kernels.</summary>
    [AllowNull]
    public static WorkItem Current
    {
        get => current ?? throw new InvalidKernelOperationException(
            "Group, Grid, Warp, SharedMemory and LocalMemory exist only inside a kernel: " +
            "launch the method on an accelerator instead of calling it.");
        set => current = value;
    }

    public WorkGroup Group { get; } = group;

    public Index3D Index { get; } = index;

    public int LinearIndex => (Index.Z * Group.GroupDim.Y + Index.Y) * Group.GroupDim.X + Index.X;

    public int LaneIndex => LinearIndex % Group.WarpSize;

    public void Barrier() => Group.Barrier();

    /// <summary>All items of a group allocate in the same order, so the n-th call of each item names the same memory.</summary>
    public ArrayView<T> AllocateShared<T>(int length)
        where T : unmanaged =>
        Group.GetShared(sharedAllocations++, length, Unsafe.SizeOf<T>()).AsRawArrayView().Cast<T>();

    public ArrayView<T> AllocateLocal<T>(int length)
        where T : unmanaged =>
        Group.Allocate(length, Unsafe.SizeOf<T>()).AsRawArrayView().Cast<T>();

    /// <summary>The value of a lane of this item's warp; its own where that lane does not exist or has ended.</summary>
    public T Shuffle<T>(T value, int lane)
        where T : unmanaged
    {
        var handedIn = Group.Exchanged;
        handedIn[LinearIndex] = value;
        Group.WarpBarrier();
        int source = LinearIndex - LaneIndex + lane;
        var result = source < handedIn.Length && handedIn[source] is T other ? other : value;
        Group.WarpBarrier();
        handedIn[LinearIndex] = null;
        return result;
    }

    /// <summary>A barrier at which every item hands in a value; all get the values of all, by linear index.</summary>
    public T[] Exchange<T>(T value)
        where T : unmanaged
    {
        Group.Exchanged[LinearIndex] = value;
        Barrier();
        var values = Array.ConvertAll(Group.Exchanged, item => (T)item!);
        Barrier();
        return values;
    }
}
