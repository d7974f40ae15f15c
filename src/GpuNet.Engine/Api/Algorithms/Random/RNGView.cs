using ILGPU.Algorithms.Random.Operations;

namespace ILGPU.Algorithms.Random;

/// <summary>
/// The providers of a generator, one a warp. A warp's lanes draw neighbouring numbers of its provider's sequence, so all
/// of them have to draw together.
/// </summary>
public readonly struct RNGView<TRandomProvider> : IRandomProvider
    where TRandomProvider : unmanaged, IRandomProvider<TRandomProvider>
{
    private readonly ArrayView<TRandomProvider> providers;

    internal RNGView(ArrayView<TRandomProvider> providers) => this.providers = providers;

    public T Next<T, TOperation>()
        where T : struct
        where TOperation : struct, IRandomProviderOperation<T, TRandomProvider>
    {
        TOperation operation = default;
        var warpsPerGroup = IntrinsicMath.DivRoundUp(Group.DimX * Group.DimY * Group.DimZ, Warp.WarpSize);
        var group = (Grid.IdxZ * Grid.DimY + Grid.IdxY) * Grid.DimX + Grid.IdxX;
        var warp = (group * warpsPerGroup + Group.LinearIndex / Warp.WarpSize) % providers.IntLength;
        var provider = providers[warp];
        provider.ShiftPeriod(Warp.LaneIdx);
        var value = operation.Apply(ref provider);
        // Every lane has taken its copy before the last one's successor takes its place.
        Warp.Barrier();
        if (Warp.LaneIdx == Warp.WarpSize - 1)
            providers[warp] = provider;
        Warp.Barrier();
        return value;
    }

    public int Next() => Next<int, NextIntOperation<TRandomProvider>>();

    public long NextLong() => Next<long, NextLongOperation<TRandomProvider>>();

    public float NextFloat() => Next<float, NextFloatOperation<TRandomProvider>>();

    public double NextDouble() => Next<double, NextDoubleOperation<TRandomProvider>>();
}
