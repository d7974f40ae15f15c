using ILGPU.Runtime;

namespace ILGPU.Algorithms.Random;

/// <summary>Random numbers made on an accelerator. One stream at a time may use a generator.</summary>
public abstract class RNG : AcceleratorObject
{
    protected RNG(Accelerator accelerator)
        : base(accelerator)
    {
    }

    public static RNG<TRandomProvider> Create<TRandomProvider>(Accelerator accelerator, System.Random random)
        where TRandomProvider : unmanaged, IRandomProvider<TRandomProvider> =>
        new(accelerator, random);

    public static RNG<TRandomProvider> Create<TRandomProvider>(
        Accelerator accelerator,
        System.Random random,
        int maxNumParallelWarps)
        where TRandomProvider : unmanaged, IRandomProvider<TRandomProvider> =>
        new(accelerator, random, maxNumParallelWarps);

    public void FillUniform(ArrayView<int> view) => FillUniform(Accelerator.DefaultStream, view);

    public abstract void FillUniform(AcceleratorStream stream, ArrayView<int> view);

    public void FillUniform(ArrayView<long> view) => FillUniform(Accelerator.DefaultStream, view);

    public abstract void FillUniform(AcceleratorStream stream, ArrayView<long> view);

    public void FillUniform(ArrayView<float> view) => FillUniform(Accelerator.DefaultStream, view);

    public abstract void FillUniform(AcceleratorStream stream, ArrayView<float> view);

    public void FillUniform(ArrayView<double> view) => FillUniform(Accelerator.DefaultStream, view);

    public abstract void FillUniform(AcceleratorStream stream, ArrayView<double> view);
}
