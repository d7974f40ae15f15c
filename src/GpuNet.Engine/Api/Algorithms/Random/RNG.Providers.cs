using ILGPU.Algorithms.Random.Operations;
using ILGPU.Runtime;

namespace ILGPU.Algorithms.Random;

/// <summary>A provider for every warp that may run at a time.</summary>
public class RNG<TRandomProvider> : RNG
    where TRandomProvider : unmanaged, IRandomProvider<TRandomProvider>
{
    private readonly Action<AcceleratorStream, KernelConfig, RNGView<TRandomProvider>, ArrayView<int>> fillInt;
    private readonly Action<AcceleratorStream, KernelConfig, RNGView<TRandomProvider>, ArrayView<long>> fillLong;
    private readonly Action<AcceleratorStream, KernelConfig, RNGView<TRandomProvider>, ArrayView<float>> fillFloat;
    private readonly Action<AcceleratorStream, KernelConfig, RNGView<TRandomProvider>, ArrayView<double>> fillDouble;
    private readonly MemoryBuffer1D<TRandomProvider, Stride1D.Dense> providers;

    public RNG(Accelerator accelerator, System.Random random)
        : this(accelerator, random, accelerator.MaxNumThreads / accelerator.WarpSize)
    {
    }

    public RNG(Accelerator accelerator, System.Random random, int maxNumParallelWarps)
        : base(accelerator)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxNumParallelWarps, 1);
        var initial = new TRandomProvider[maxNumParallelWarps];
        for (var i = 0; i < initial.Length; ++i)
            initial[i] = default(TRandomProvider).CreateProvider(random);
        providers = accelerator.Allocate1D(initial);
        fillInt = Load<int, NextIntOperation<TRandomProvider>>();
        fillLong = Load<long, NextLongOperation<TRandomProvider>>();
        fillFloat = Load<float, NextFloatOperation<TRandomProvider>>();
        fillDouble = Load<double, NextDoubleOperation<TRandomProvider>>();
    }

    public int MaxNumParallelWarps => providers.IntExtent.X;

    public long LengthInBytes => providers.LengthInBytes;

    // For kernels of as many items.
    public RNGView<TRandomProvider> GetViewViaThreads(int numThreads) =>
        GetView(IntrinsicMath.DivRoundUp(numThreads, Accelerator.WarpSize));

    public RNGView<TRandomProvider> GetView(int numWarps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numWarps, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(numWarps, MaxNumParallelWarps);
        return new RNGView<TRandomProvider>(providers.View.SubView(0, numWarps));
    }

    public override void FillUniform(AcceleratorStream stream, ArrayView<int> view) =>
        Fill(stream, view, fillInt);

    public override void FillUniform(AcceleratorStream stream, ArrayView<long> view) =>
        Fill(stream, view, fillLong);

    public override void FillUniform(AcceleratorStream stream, ArrayView<float> view) =>
        Fill(stream, view, fillFloat);

    public override void FillUniform(AcceleratorStream stream, ArrayView<double> view) =>
        Fill(stream, view, fillDouble);

    protected override void DisposeAcceleratorObject(bool disposing)
    {
        if (disposing)
            providers.Dispose();
    }

    private Action<AcceleratorStream, KernelConfig, RNGView<TRandomProvider>, ArrayView<T>> Load<T, TOperation>()
        where T : unmanaged
        where TOperation : struct, IRandomProviderOperation<T, TRandomProvider> =>
        Accelerator.LoadKernel<RNGView<TRandomProvider>, ArrayView<T>>(FillKernel<T, TOperation>);

    private void Fill<T>(
        AcceleratorStream stream,
        ArrayView<T> view,
        Action<AcceleratorStream, KernelConfig, RNGView<TRandomProvider>, ArrayView<T>> kernel)
        where T : unmanaged
    {
        if (view.HasNoData())
            return;
        var (gridDim, groupDim) = Accelerator.ComputeGridStrideLoopExtent(view.Length);
        var warpsPerGroup = IntrinsicMath.DivRoundUp(groupDim.X, Accelerator.WarpSize);
        gridDim = Math.Clamp(gridDim.X, 1, Math.Max(1, MaxNumParallelWarps / warpsPerGroup));
        kernel(stream, (gridDim, groupDim), GetView(Math.Min(gridDim.X * warpsPerGroup, MaxNumParallelWarps)), view);
    }

    // Every item of a warp draws as often as the others: the lanes share a provider.
    private static void FillKernel<T, TOperation>(RNGView<TRandomProvider> providers, ArrayView<T> view)
        where T : unmanaged
        where TOperation : struct, IRandomProviderOperation<T, TRandomProvider>
    {
        var stride = (long)Grid.DimX * Group.DimX;
        for (var start = (long)Grid.IdxX * Group.DimX; start < view.Length; start += stride)
        {
            var value = providers.Next<T, TOperation>();
            if (start + Group.IdxX < view.Length)
                view[start + Group.IdxX] = value;
        }
    }
}
