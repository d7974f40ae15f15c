using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// How a group reduces together: always as <see cref="Lanes"/> virtual lanes that the items share out, then as a tree
/// over the lanes. The order of combination is the same for every group size.
/// </summary>
/// <remarks>
/// The tree is flat, because a barrier costs more than an addition: sixteen items combine sixteen lanes each, and then
/// every item combines the sixteen results for itself, which is work that processors do once for the group.
/// </remarks>
public static class LaneTree
{
    /// <summary>Number of virtual lanes.</summary>
    public const int Lanes = 256;

    private const int Columns = 16;

    /// <summary>
    /// Combines the <see cref="Lanes"/> values in shared memory; every item of the group gets the result. All items
    /// must call it; the values may be overwritten afterwards.
    /// </summary>
    public static T Combine<TMonoid, T, TMath>(ArrayView<T> lanes, TMonoid monoid)
        where TMonoid : unmanaged, IMonoid
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        Group.Barrier();
        for (var column = Group.IdxX; column < Columns; column += Group.DimX)
        {
            var total = Four<TMonoid, T, TMath>(lanes, column, Columns, monoid);
            for (var lane = column + 4 * Columns; lane < Lanes; lane += 4 * Columns)
                total = monoid.Combine<T, TMath>(
                    total, Four<TMonoid, T, TMath>(lanes, lane, Columns, monoid));
            lanes[column] = total;
        }

        Group.Barrier();
        var left = monoid.Combine<T, TMath>(
            Four<TMonoid, T, TMath>(lanes, 0, 1, monoid), Four<TMonoid, T, TMath>(lanes, 4, 1, monoid));
        var right = monoid.Combine<T, TMath>(
            Four<TMonoid, T, TMath>(lanes, 8, 1, monoid), Four<TMonoid, T, TMath>(lanes, 12, 1, monoid));
        Group.Barrier();
        return monoid.Combine<T, TMath>(left, right);
    }

    private static T Four<TMonoid, T, TMath>(ArrayView<T> lanes, int first, int step, TMonoid monoid)
        where TMonoid : unmanaged, IMonoid
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        monoid.Combine<T, TMath>(
            monoid.Combine<T, TMath>(lanes[first], lanes[first + step]),
            monoid.Combine<T, TMath>(lanes[first + 2 * step], lanes[first + 3 * step]));
}
