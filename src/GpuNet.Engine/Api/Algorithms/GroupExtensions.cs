using ILGPU.Algorithms.ScanReduceOperations;

namespace ILGPU.Algorithms;

/// <summary>
/// Reductions and scans over the items of a group. The shape of every tree depends on the size of the group alone, so
/// the same group gets the same bits on every device. All items of the group have to take part.
/// </summary>
public static partial class GroupExtensions
{
    // Values reduced at once. In larger groups several items share a slot, which costs a barrier a turn, not memory.
    private const int ReduceSlots = 256;

    // Every item gets the result, the first one as well.
    public static T Reduce<T, TReduction>(T value)
        where T : unmanaged
        where TReduction : struct, IScanReduceOperation<T> =>
        AllReduce<T, TReduction>(value);

    public static T AllReduce<T, TReduction>(T value)
        where T : unmanaged
        where TReduction : struct, IScanReduceOperation<T>
    {
        TReduction reduction = default;
        var slots = SharedMemory.Allocate<T>(ReduceSlots);
        var item = Group.LinearIndex;
        var groupSize = Group.DimX * Group.DimY * Group.DimZ;
        for (var start = 0; start < groupSize; start += ReduceSlots)
        {
            var slot = item - start;
            if (slot >= 0 && slot < ReduceSlots)
                slots[slot] = start == 0 ? value : reduction.Apply(slots[slot], value);
            Group.Barrier();
        }

        var length = IntrinsicMath.Min(groupSize, ReduceSlots);
        // Half of the power of two that is at least the length.
        for (var width = 1 << (32 - IntrinsicMath.LeadingZeroCount(length - 1)) >> 1; width > 0; width >>= 1)
        {
            if (item < width && item + width < length)
                slots[item] = reduction.Apply(slots[item], slots[item + width]);
            Group.Barrier();
        }

        var result = slots[0];
        // The next reduction may write the slots as soon as all have read the result.
        Group.Barrier();
        return result;
    }
}
