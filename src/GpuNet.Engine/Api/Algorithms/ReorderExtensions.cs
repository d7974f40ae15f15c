using ILGPU.Runtime;

namespace ILGPU.Algorithms;

public delegate void ReorderTransformer<TSource, TTarget, TTransformer>(
    AcceleratorStream stream,
    ArrayView<TSource> source,
    ArrayView<TTarget> target,
    ArrayView<Index1D> reorderView,
    TTransformer transformer)
    where TSource : unmanaged
    where TTarget : unmanaged
    where TTransformer : struct, ITransformer<TSource, TTarget>;

/// <summary>Element i of the target comes from the source element that entry i of the reorder view names.</summary>
public static class ReorderExtensions
{
    public static ReorderTransformer<TSource, TTarget, TTransformer>
        CreateReorderTransformer<TSource, TTarget, TTransformer>(this Accelerator accelerator)
        where TSource : unmanaged
        where TTarget : unmanaged
        where TTransformer : struct, ITransformer<TSource, TTarget>
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        var kernel = accelerator.LoadAutoGroupedKernel<
            LongIndex1D, ArrayView<TSource>, ArrayView<TTarget>, ArrayView<Index1D>, TTransformer>(Kernel);
        return (stream, source, target, reorderView, transformer) =>
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(target.Length, reorderView.Length, nameof(target));
            if (reorderView.HasData())
                kernel(stream, reorderView.Extent, source, target, reorderView, transformer);
        };
    }

    public static void Reorder<T>(
        this Accelerator accelerator,
        AcceleratorStream stream,
        ArrayView<T> source,
        ArrayView<T> target,
        ArrayView<Index1D> reorderView)
        where T : unmanaged =>
        accelerator.ReorderTransform<T, T, IdentityTransformer<T>>(stream, source, target, reorderView, default);

    public static void ReorderTransform<T, TTransformer>(
        this Accelerator accelerator,
        AcceleratorStream stream,
        ArrayView<T> source,
        ArrayView<T> target,
        ArrayView<Index1D> reorderView,
        TTransformer transformer)
        where T : unmanaged
        where TTransformer : struct, ITransformer<T, T> =>
        accelerator.ReorderTransform<T, T, TTransformer>(stream, source, target, reorderView, transformer);

    public static void ReorderTransform<TSource, TTarget, TTransformer>(
        this Accelerator accelerator,
        AcceleratorStream stream,
        ArrayView<TSource> source,
        ArrayView<TTarget> target,
        ArrayView<Index1D> reorderView,
        TTransformer transformer)
        where TSource : unmanaged
        where TTarget : unmanaged
        where TTransformer : struct, ITransformer<TSource, TTarget> =>
        accelerator.CreateReorderTransformer<TSource, TTarget, TTransformer>()(
            stream, source, target, reorderView, transformer);

    private static void Kernel<TSource, TTarget, TTransformer>(
        LongIndex1D index,
        ArrayView<TSource> source,
        ArrayView<TTarget> target,
        ArrayView<Index1D> reorderView,
        TTransformer transformer)
        where TSource : unmanaged
        where TTarget : unmanaged
        where TTransformer : struct, ITransformer<TSource, TTarget> =>
        target[index] = transformer.Transform(source[reorderView[index]]);
}
