using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// How a group reduces together: always as <see cref="Lanes"/> virtual lanes that the items share out, then as a tree
/// over the lanes. The order of combination is the same for every group size.
/// </summary>
public static class LaneTree
{
    /// <summary>Number of virtual lanes.</summary>
    public const int Lanes = 256;

    /// <summary>
    /// Combines the <see cref="Lanes"/> values in shared memory; every item of the group gets the result. All items
    /// must call it; the values may be overwritten afterwards.
    /// </summary>
    public static T Combine<TReduction, T, TMath>(ArrayView<T> lanes, TReduction reduction)
        where TReduction : unmanaged, IReduction<TReduction>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        Group.Barrier();
        for (var half = Lanes / 2; half > 0; half >>= 1)
        {
            for (var lane = Group.IdxX; lane < half; lane += Group.DimX)
                lanes[lane] = reduction.Combine<T, TMath>(lanes[lane], lanes[lane + half]);
            Group.Barrier();
        }

        var total = lanes[0];
        Group.Barrier();
        return total;
    }
}
