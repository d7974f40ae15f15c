using ILGPU.Algorithms.ScanReduceOperations;

namespace ILGPU.Algorithms;

public static partial class GroupExtensions
{
    // Items scanned at once; larger groups are scanned block by block.
    private const int ScanSlots = 1024;

    public static T ExclusiveScan<T, TScanOperation>(T value)
        where T : unmanaged
        where TScanOperation : struct, IScanReduceOperation<T>
    {
        Scan<T, TScanOperation>(value, out _, out var exclusive);
        return exclusive;
    }

    public static T InclusiveScan<T, TScanOperation>(T value)
        where T : unmanaged
        where TScanOperation : struct, IScanReduceOperation<T>
    {
        Scan<T, TScanOperation>(value, out var inclusive, out _);
        return inclusive;
    }

    public static T ExclusiveScanWithBoundaries<T, TScanOperation>(T value, out ScanBoundaries<T> boundaries)
        where T : unmanaged
        where TScanOperation : struct, IScanReduceOperation<T>
    {
        Scan<T, TScanOperation>(value, out _, out var exclusive);
        boundaries = Boundaries(exclusive);
        return exclusive;
    }

    public static T InclusiveScanWithBoundaries<T, TScanOperation>(T value, out ScanBoundaries<T> boundaries)
        where T : unmanaged
        where TScanOperation : struct, IScanReduceOperation<T>
    {
        Scan<T, TScanOperation>(value, out var inclusive, out _);
        boundaries = Boundaries(inclusive);
        return inclusive;
    }

    // What precedes the next tile: everything so far, with the last item's own value, which its scan leaves out.
    public static T ExclusiveScanNextIteration<T, TScanOperation>(T leftBoundary, T rightBoundary, T currentValue)
        where T : unmanaged
        where TScanOperation : struct, IScanReduceOperation<T>
    {
        TScanOperation operation = default;
        var last = Group.Broadcast(currentValue, Group.DimX * Group.DimY * Group.DimZ - 1);
        return operation.Apply(operation.Apply(leftBoundary, rightBoundary), last);
    }

    public static T InclusiveScanNextIteration<T, TScanOperation>(T leftBoundary, T rightBoundary, T currentValue)
        where T : unmanaged
        where TScanOperation : struct, IScanReduceOperation<T>
    {
        TScanOperation operation = default;
        return operation.Apply(leftBoundary, rightBoundary);
    }

    private static ScanBoundaries<T> Boundaries<T>(T scanned)
        where T : unmanaged =>
        new(Group.Broadcast(scanned, 0), Group.Broadcast(scanned, Group.DimX * Group.DimY * Group.DimZ - 1));

    private static void Scan<T, TScanOperation>(T value, out T inclusive, out T exclusive)
        where T : unmanaged
        where TScanOperation : struct, IScanReduceOperation<T>
    {
        TScanOperation operation = default;
        var slots = SharedMemory.Allocate<T>(ScanSlots);
        var item = Group.LinearIndex;
        var groupSize = Group.DimX * Group.DimY * Group.DimZ;
        var before = operation.Identity;
        inclusive = before;
        exclusive = before;
        for (var start = 0; start < groupSize; start += ScanSlots)
        {
            var slot = item - start;
            var takesPart = slot >= 0 && slot < ScanSlots;
            var length = IntrinsicMath.Min(groupSize - start, ScanSlots);
            if (takesPart)
                slots[slot] = value;
            Group.Barrier();

            // After each step a slot holds the last 2 * distance values up to its own.
            for (var distance = 1; distance < length; distance <<= 1)
            {
                var left = operation.Identity;
                if (takesPart && slot >= distance)
                    left = slots[slot - distance];
                Group.Barrier();
                if (takesPart && slot >= distance)
                    slots[slot] = operation.Apply(left, slots[slot]);
                Group.Barrier();
            }

            if (takesPart)
            {
                inclusive = operation.Apply(before, slots[slot]);
                exclusive = slot == 0 ? before : operation.Apply(before, slots[slot - 1]);
            }
            before = operation.Apply(before, slots[length - 1]);
            Group.Barrier();
        }
    }
}
