using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// The tree of <see cref="LaneTree"/> by one item, for devices where vectors are made within an item (OpenCL on CPUs): the
/// sixteen lanes of a segment are sixteen neighbours. The same bits.
/// </summary>
internal static class RowLanes
{
    /// <summary>Combines the numbers of a row.</summary>
    /// <param name="term">The numbers.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="lanes">Room for <see cref="LaneTree.MaximumLanes"/> numbers, of the item's own.</param>
    /// <param name="monoid">The combination.</param>
    public static T Reduce<TTerm, TMonoid, T, TMath>(TTerm term, int length, ArrayView<T> lanes, TMonoid monoid)
        where TTerm : struct, IRowTerm<T>
        where TMonoid : unmanaged, IMonoid
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var count = LaneTree.LanesOf(length);
        for (var segment = 0; segment < count; segment += LaneTree.Step)
        {
            var totals = new T[LaneTree.Step];
            for (var lane = 0; lane < LaneTree.Step; lane++)
                totals[lane] = monoid.Identity<T, TMath>();
            var end = LaneTree.End(segment, length);
            var place = LaneTree.First(segment, length);
            for (; place + LaneTree.Step <= end; place += LaneTree.Step)
            {
                for (var lane = 0; lane < LaneTree.Step; lane++)
                    totals[lane] = term.AddTo<TMonoid, TMath>(totals[lane], place + lane, monoid);
            }

            for (var lane = 0; lane < LaneTree.Step; lane++)
                lanes[segment + lane] = totals[lane];
            for (var lane = 0; place + lane < end; lane++)
                lanes[segment + lane] = term.AddTo<TMonoid, TMath>(lanes[segment + lane], place + lane, monoid);
        }

        return LaneTree.CombineAlone<TMonoid, T, TMath>(lanes, length, monoid);
    }
}
