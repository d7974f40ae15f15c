using ILGPU.Runtime;

namespace ILGPU.Algorithms;

public delegate void Initializer<T, TStride>(AcceleratorStream stream, ArrayView1D<T, TStride> view, T value)
    where T : unmanaged
    where TStride : struct, IStride1D;

public static class InitializeExtensions
{
    public static Initializer<T, TStride> CreateInitializer<T, TStride>(this Accelerator accelerator)
        where T : unmanaged
        where TStride : struct, IStride1D
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        var kernel = accelerator.LoadAutoGroupedKernel<LongIndex1D, ArrayView1D<T, TStride>, T>(Kernel);
        return (stream, view, value) =>
        {
            if (view.HasData())
                kernel(stream, view.Extent, view, value);
        };
    }

    public static void Initialize<T>(this Accelerator accelerator, AcceleratorStream stream, ArrayView<T> view, T value)
        where T : unmanaged =>
        accelerator.Initialize(stream, view.AsDense(), value);

    public static void Initialize<T, TStride>(
        this Accelerator accelerator,
        AcceleratorStream stream,
        ArrayView1D<T, TStride> view,
        T value)
        where T : unmanaged
        where TStride : struct, IStride1D =>
        accelerator.CreateInitializer<T, TStride>()(stream, view, value);

    private static void Kernel<T, TStride>(LongIndex1D index, ArrayView1D<T, TStride> view, T value)
        where T : unmanaged
        where TStride : struct, IStride1D =>
        view[index] = value;
}
