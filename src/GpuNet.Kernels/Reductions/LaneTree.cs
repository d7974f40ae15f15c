using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// How a group reduces a row together: always as virtual lanes that the items share out, then as a tree over the lanes.
/// The order of combination follows from the row's length alone, so it is the same for every group size.
/// </summary>
/// <remarks>
/// <para>
/// The row is cut into segments, and a segment belongs to sixteen lanes: lane l has every sixteenth element of segment
/// l / 16. Small groups then walk through the row from one end to the other, as processors fetch best, and the items of
/// large ones still find their elements side by side in whole sectors of memory. A loop over a lane starts at
/// <see cref="First"/>, ends at <see cref="End"/>, and has steps of <see cref="Step"/>. Long rows have more lanes than
/// short ones (<see cref="LanesOf"/>): no group should be larger.
/// </para>
/// <para>
/// The tree is flat, because a barrier costs more than an addition: sixteen items combine every sixteenth lane each,
/// and then every item combines the sixteen results for itself, which is work that processors do once for the group.
/// </para>
/// </remarks>
public static class LaneTree
{
    /// <summary>The most lanes there are: how many values to allocate in shared memory.</summary>
    public const int MaximumLanes = 256;

    /// <summary>Distance of a lane's elements.</summary>
    public const int Step = 16;

    private const int LogStep = 4;
    private const int ShortLanes = 64;
    private const int LongestShortRow = 64 * ShortLanes;

    /// <summary>The number of lanes for a row.</summary>
    /// <param name="length">Elements in the row.</param>
    public static int LanesOf(int length) => length <= LongestShortRow ? ShortLanes : MaximumLanes;

    /// <summary>Where in a row a lane starts; at or behind its <see cref="End"/> if there is nothing for it.</summary>
    /// <param name="lane">The lane, below <see cref="LanesOf"/>.</param>
    /// <param name="length">Elements in the row.</param>
    public static int First(int lane, int length) => (lane >> LogStep) * SegmentOf(length) + (lane & (Step - 1));

    /// <summary>The end of a lane's segment.</summary>
    /// <param name="lane">The lane, below <see cref="LanesOf"/>.</param>
    /// <param name="length">Elements in the row.</param>
    public static int End(int lane, int length) =>
        IntrinsicMath.Min(((lane >> LogStep) + 1) * SegmentOf(length), length);

    /// <summary>
    /// Combines the lanes' values in shared memory; every item of the group gets the result. All items must call it;
    /// the values may be overwritten afterwards.
    /// </summary>
    public static T Combine<TMonoid, T, TMath>(ArrayView<T> lanes, int length, TMonoid monoid)
        where TMonoid : unmanaged, IMonoid
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        Group.Barrier();
        for (var column = Group.IdxX; column < Step; column += Group.DimX)
        {
            var total = Four<TMonoid, T, TMath>(lanes, column, Step, monoid);
            for (var lane = column + 4 * Step; lane < LanesOf(length); lane += 4 * Step)
                total = monoid.Combine<T, TMath>(total, Four<TMonoid, T, TMath>(lanes, lane, Step, monoid));
            lanes[column] = total;
        }

        Group.Barrier();
        var result = Sixteen<TMonoid, T, TMath>(lanes, monoid);
        Group.Barrier();
        return result;
    }

    /// <summary>The same by one item, with the lanes in its own memory.</summary>
    public static T CombineAlone<TMonoid, T, TMath>(ArrayView<T> lanes, int length, TMonoid monoid)
        where TMonoid : unmanaged, IMonoid
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var totals = new T[Step];
        for (var column = 0; column < Step; column++)
            totals[column] = Four<TMonoid, T, TMath>(lanes, column, Step, monoid);
        for (var lane = 4 * Step; lane < LanesOf(length); lane += 4 * Step)
        {
            for (var column = 0; column < Step; column++)
                totals[column] = monoid.Combine<T, TMath>(
                    totals[column], Four<TMonoid, T, TMath>(lanes, lane + column, Step, monoid));
        }

        for (var column = 0; column < Step; column++)
            lanes[column] = totals[column];
        return Sixteen<TMonoid, T, TMath>(lanes, monoid);
    }

    // Division by constants, so that compilers take it out of loops.
    private static int SegmentOf(int length) => Step * (length <= LongestShortRow
        ? (length + ShortLanes - 1) / ShortLanes
        : (length + MaximumLanes - 1) / MaximumLanes);

    private static T Sixteen<TMonoid, T, TMath>(ArrayView<T> lanes, TMonoid monoid)
        where TMonoid : unmanaged, IMonoid
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var left = monoid.Combine<T, TMath>(
            Four<TMonoid, T, TMath>(lanes, 0, 1, monoid), Four<TMonoid, T, TMath>(lanes, 4, 1, monoid));
        var right = monoid.Combine<T, TMath>(
            Four<TMonoid, T, TMath>(lanes, 8, 1, monoid), Four<TMonoid, T, TMath>(lanes, 12, 1, monoid));
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
