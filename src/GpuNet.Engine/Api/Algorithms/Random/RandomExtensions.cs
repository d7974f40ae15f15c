using ILGPU.Runtime;

namespace ILGPU.Algorithms.Random;

public static class RandomExtensions
{
    // In [minValue, maxValue): where rounding leads to the end, the range begins anew.
    public static float Next<TRandomProvider>(ref TRandomProvider randomProvider, float minValue, float maxValue)
        where TRandomProvider : struct, IRandomProvider
    {
        var value = randomProvider.NextFloat() * (maxValue - minValue) + minValue;
        return value < maxValue ? value : minValue;
    }

    public static double Next<TRandomProvider>(ref TRandomProvider randomProvider, double minValue, double maxValue)
        where TRandomProvider : struct, IRandomProvider
    {
        var value = randomProvider.NextDouble() * (maxValue - minValue) + minValue;
        return value < maxValue ? value : minValue;
    }

    public static int Next<TRandomProvider>(ref TRandomProvider randomProvider, int minValue, int maxValue)
        where TRandomProvider : struct, IRandomProvider =>
        (int)(randomProvider.NextLong() % ((long)maxValue - minValue) + minValue);

    public static long Next<TRandomProvider>(ref TRandomProvider randomProvider, long minValue, long maxValue)
        where TRandomProvider : struct, IRandomProvider =>
        (long)((ulong)randomProvider.NextLong() % (ulong)(maxValue - minValue)) + minValue;

    public static RNG<TRandomProvider> CreateRNG<TRandomProvider>(this Accelerator accelerator, System.Random random)
        where TRandomProvider : unmanaged, IRandomProvider<TRandomProvider> =>
        new(accelerator, random);

    public static RNG<TRandomProvider> CreateRNG<TRandomProvider>(
        this Accelerator accelerator,
        System.Random random,
        int maxNumParallelWarps)
        where TRandomProvider : unmanaged, IRandomProvider<TRandomProvider> =>
        new(accelerator, random, maxNumParallelWarps);

    // A provider for every element, from a limited number that the host seeds.
    public static void InitRNGView<TRandomProvider>(
        this Accelerator accelerator,
        AcceleratorStream stream,
        ArrayView<TRandomProvider> rngView,
        System.Random random,
        int numInitializers = ushort.MaxValue)
        where TRandomProvider : unmanaged, IRandomProvider<TRandomProvider>
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(numInitializers, 1);
        if (rngView.HasNoData())
            return;
        var initial = new TRandomProvider[Math.Min(rngView.Length, numInitializers)];
        for (var i = 0; i < initial.Length; ++i)
            initial[i] = default(TRandomProvider).CreateProvider(random);
        using var initializers = accelerator.Allocate1D(stream, initial);
        var kernel = accelerator.LoadAutoGroupedKernel<
            LongIndex1D, ArrayView<TRandomProvider>, ArrayView<TRandomProvider>>(InitializeKernel);
        kernel(stream, rngView.Extent, initializers.View, rngView);
        stream.Synchronize();
    }

    // An initializer seeds all elements that share it.
    private static void InitializeKernel<TRandomProvider>(
        LongIndex1D index,
        ArrayView<TRandomProvider> initializers,
        ArrayView<TRandomProvider> rngView)
        where TRandomProvider : unmanaged, IRandomProvider<TRandomProvider>
    {
        var initializer = initializers[index.X % initializers.Length];
        var seeds = SplitMix.Descendant(initializer.NextLong(), index.X);
        rngView[index] = initializer.CreateProvider(ref seeds);
    }
}
