using ILGPU.Algorithms.ScanReduceOperations;

namespace ILGPU.Algorithms;

/// <summary>Reductions and scans over the lanes of a warp. All lanes have to take part.</summary>
public static class WarpExtensions
{
    // Every lane gets the result, the first one as well.
    public static T Reduce<T, TReduction>(T value)
        where T : unmanaged
        where TReduction : struct, IScanReduceOperation<T> =>
        AllReduce<T, TReduction>(value);

    public static T AllReduce<T, TReduction>(T value)
        where T : unmanaged
        where TReduction : struct, IScanReduceOperation<T>
    {
        // Lanes that differ in one bit are pairs only where their number is a power of two.
        if ((Warp.WarpSize & (Warp.WarpSize - 1)) != 0)
            return Warp.Shuffle(InclusiveScan<T, TReduction>(value), Warp.WarpSize - 1);
        TReduction reduction = default;
        for (var distance = Warp.WarpSize >> 1; distance > 0; distance >>= 1)
            value = reduction.Apply(value, Warp.ShuffleXor(value, distance));
        return value;
    }

    public static T ExclusiveScan<T, TScan>(T value)
        where T : unmanaged
        where TScan : struct, IScanReduceOperation<T>
    {
        TScan scan = default;
        var before = Warp.ShuffleUp(InclusiveScan<T, TScan>(value), 1);
        return Warp.IsFirstLane ? scan.Identity : before;
    }

    public static T InclusiveScan<T, TScan>(T value)
        where T : unmanaged
        where TScan : struct, IScanReduceOperation<T>
    {
        TScan scan = default;
        for (var distance = 1; distance < Warp.WarpSize; distance <<= 1)
        {
            var left = Warp.ShuffleUp(value, distance);
            if (Warp.LaneIdx >= distance)
                value = scan.Apply(left, value);
        }
        return value;
    }
}
