using ILGPU;

namespace GpuNet.Kernels;

/// <summary>Conversions between element types. Launch: auto-grouped, one item an element.</summary>
public static class CastKernels
{
    /// <summary>
    /// y[i] = (type)x[i], as <see cref="IStorage{TStored,T}"/> says; <typeparamref name="T"/> is the type in between.
    /// </summary>
    public static void Cast<TFrom, TTo, T, TSource, TTarget>(Index1D index, ArrayView<TFrom> x, ArrayView<TTo> y)
        where TFrom : unmanaged
        where TTo : unmanaged
        where T : unmanaged
        where TSource : unmanaged, IStorage<TFrom, T>
        where TTarget : unmanaged, IStorage<TTo, T> =>
        y[index] = TTarget.Store(TSource.Load(x[index]));
}
