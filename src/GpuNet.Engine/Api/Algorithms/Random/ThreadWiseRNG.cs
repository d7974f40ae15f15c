using ILGPU.Runtime;
using ILGPU.Util;

namespace ILGPU.Algorithms.Random;

/// <summary>A provider of its own for every work-item.</summary>
public class ThreadWiseRNG<TRandomProvider> : DisposeBase
    where TRandomProvider : unmanaged, IRandomProvider<TRandomProvider>
{
    private readonly MemoryBuffer1D<TRandomProvider, Stride1D.Dense> providers;

    public ThreadWiseRNG(
        Accelerator accelerator,
        AcceleratorStream stream,
        LongIndex1D maxNumThreads,
        System.Random random,
        int numInitializers = ushort.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        providers = accelerator.Allocate1D<TRandomProvider>(maxNumThreads.X);
        accelerator.InitRNGView<TRandomProvider>(stream, providers.View, random, numInitializers);
    }

    public ArrayView<TRandomProvider> RNGView => providers.View;

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            providers.Dispose();
        base.Dispose(disposing);
    }
}
