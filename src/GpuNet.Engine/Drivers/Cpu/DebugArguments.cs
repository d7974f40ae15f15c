using System.Reflection;
using GpuNet.Engine.Drivers.Launching;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Engine.Drivers.Cpu;

/// <summary>What an emitted <see cref="DebugInvoke"/> calls to make a kernel's index and views.</summary>
internal static unsafe class DebugArguments
{
    public static ArrayView<T> ReadView<T>(MemoryBuffer? buffer, long length)
        where T : unmanaged =>
        buffer is null ? default : new ArrayView<T>(buffer, 0, length);

    /// <summary>Buffers over the memory of a launch's views, so that the views work on the host.</summary>
    public static MemoryBuffer?[] BorrowViews(KernelSignature signature, ulong* slots)
    {
        var buffers = new List<MemoryBuffer?>();
        foreach (var parameter in signature.Parameters)
        {
            ulong* slot = slots + parameter.FirstSlot;
            foreach (var part in parameter.Parts)
            {
                if (part.IsView)
                {
                    bool isEmpty = slot[0] == 0;
                    int elementSize = Interop.SizeOf(part.ViewElement);
                    buffers.Add(
                        isEmpty ? null : new BorrowedMemoryBuffer((IntPtr)(slot[0] + slot[1]), (long)slot[2], elementSize));
                }

                slot += part.SlotCount;
            }
        }

        return [.. buffers];
    }

    /// <summary>The method that computes an index: <c>bool (WorkItem, ulong* slots, out index)</c>, false beyond the extent.</summary>
    public static MethodInfo IndexReader(Type indexType) =>
        typeof(DebugArguments).GetMethod(
            nameof(ReadIndex), [typeof(WorkItem), typeof(ulong*), indexType.MakeByRefType()])!;

    public static bool ReadIndex(WorkItem item, ulong* extent, out Index1D index)
    {
        index = new Index1D((int)Global(item).X);
        return index.X < (int)extent[0];
    }

    public static bool ReadIndex(WorkItem item, ulong* extent, out Index2D index)
    {
        var global = Global(item);
        index = new Index2D((int)global.X, (int)global.Y);
        return index.X < (int)extent[0] && index.Y < (int)extent[1];
    }

    public static bool ReadIndex(WorkItem item, ulong* extent, out Index3D index)
    {
        index = Global(item).ToIntIndex();
        return index.X < (int)extent[0] && index.Y < (int)extent[1] && index.Z < (int)extent[2];
    }

    public static bool ReadIndex(WorkItem item, ulong* extent, out LongIndex1D index)
    {
        index = new LongIndex1D(Global(item).X);
        return index.X < (long)extent[0];
    }

    public static bool ReadIndex(WorkItem item, ulong* extent, out LongIndex2D index)
    {
        var global = Global(item);
        index = new LongIndex2D(global.X, global.Y);
        return index.X < (long)extent[0] && index.Y < (long)extent[1];
    }

    public static bool ReadIndex(WorkItem item, ulong* extent, out LongIndex3D index)
    {
        index = Global(item);
        return index.X < (long)extent[0] && index.Y < (long)extent[1] && index.Z < (long)extent[2];
    }

    private static LongIndex3D Global(WorkItem item)
    {
        var group = item.Group.GridIndex;
        var size = item.Group.GroupDim;
        return new LongIndex3D(
            (long)group.X * size.X + item.Index.X,
            (long)group.Y * size.Y + item.Index.Y,
            (long)group.Z * size.Z + item.Index.Z);
    }
}
