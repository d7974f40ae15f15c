using System.Runtime.CompilerServices;
using ILGPU.Algorithms.Random.Operations;

namespace ILGPU.Algorithms.Random;

/// <summary>
/// The providers of a generator, one a warp. A warp's lanes draw numbers of its provider's sequence that follow each other,
/// so all of them have to draw together.
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
        var warp = group * warpsPerGroup + Group.LinearIndex / Warp.WarpSize;
        var turn = warp / providers.IntLength;
        warp -= turn * providers.IntLength;
        var provider = providers[warp];
        T value = default;
        if (turn > 0)
        {
            // Where warps share a provider, perhaps at the same time, it does not give them its numbers but seeds.
            var seeds = SplitMix.Descendant(provider.NextLong(), (long)turn * Warp.WarpSize + Warp.LaneIdx);
            var own = provider.CreateProvider(ref seeds);
            value = operation.Apply(ref own);
        }
        else
        {
            // A provider gives 32 or 64 bits at a time. The first lane, which is there even in a part of a warp, goes on
            // to behind the last one.
            var numbers = IntrinsicMath.DivRoundUp(Unsafe.SizeOf<T>(), sizeof(int));
            if (Warp.IsFirstLane)
                value = operation.Apply(ref provider);
            provider.ShiftPeriod(numbers * (Warp.IsFirstLane ? Warp.WarpSize - 1 : Warp.LaneIdx));
            if (!Warp.IsFirstLane)
                value = operation.Apply(ref provider);
        }

        // Every lane has taken its copy before the next state takes its place.
        Warp.Barrier();
        if (Warp.IsFirstLane)
            providers[warp] = provider;
        Warp.Barrier();
        return value;
    }

    public int Next() => Next<int, NextIntOperation<TRandomProvider>>();

    public long NextLong() => Next<long, NextLongOperation<TRandomProvider>>();

    public float NextFloat() => Next<float, NextFloatOperation<TRandomProvider>>();

    public double NextDouble() => Next<double, NextDoubleOperation<TRandomProvider>>();
}
