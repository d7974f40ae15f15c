using ILGPU.Algorithms.HistogramOperations;
using ILGPU.Runtime;

namespace ILGPU.Algorithms;

public delegate void Histogram<T, TStride, TBinType>(
    AcceleratorStream stream,
    ArrayView1D<T, TStride> view,
    ArrayView<TBinType> histogram,
    ArrayView<int> histogramOverflow)
    where T : unmanaged
    where TStride : struct, IStride1D
    where TBinType : unmanaged;

public delegate void HistogramUnchecked<T, TStride, TBinType>(
    AcceleratorStream stream,
    ArrayView1D<T, TStride> view,
    ArrayView<TBinType> histogram)
    where T : unmanaged
    where TStride : struct, IStride1D
    where TBinType : unmanaged;

/// <summary>
/// Counts the values of a view in bins, on top of what the bins hold. A checked histogram sets the first element of its
/// overflow view to one when a bin could not count on, and leaves it as it is otherwise.
/// </summary>
public static class HistogramExtensions
{
    public static Histogram<T, TStride, TBinType> CreateHistogram<T, TStride, TBinType, TIncrementor, TLocator>(
        this Accelerator accelerator)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TBinType : unmanaged
        where TIncrementor : struct, IIncrementOperation<TBinType>
        where TLocator : struct, IComputeMultiBinOperation<T, TBinType, TIncrementor>
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        var kernel = accelerator.LoadAutoGroupedKernel<
            LongIndex1D, ArrayView1D<T, TStride>, ArrayView<TBinType>, ArrayView<int>>(
            Checked<T, TStride, TBinType, TIncrementor, TLocator>);
        return (stream, view, histogram, histogramOverflow) =>
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(histogram.Length, 1, nameof(histogram));
            ArgumentOutOfRangeException.ThrowIfLessThan(histogramOverflow.Length, 1, nameof(histogramOverflow));
            if (view.HasData())
                kernel(stream, view.Extent, view, histogram, histogramOverflow);
        };
    }

    public static HistogramUnchecked<T, TStride, TBinType>
        CreateHistogramUnchecked<T, TStride, TBinType, TIncrementor, TLocator>(this Accelerator accelerator)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TBinType : unmanaged
        where TIncrementor : struct, IIncrementOperation<TBinType>
        where TLocator : struct, IComputeMultiBinOperation<T, TBinType, TIncrementor>
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        var kernel = accelerator.LoadAutoGroupedKernel<LongIndex1D, ArrayView1D<T, TStride>, ArrayView<TBinType>>(
            Unchecked<T, TStride, TBinType, TIncrementor, TLocator>);
        return (stream, view, histogram) =>
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(histogram.Length, 1, nameof(histogram));
            if (view.HasData())
                kernel(stream, view.Extent, view, histogram);
        };
    }

    public static void Histogram<T, TStride, TBinType, TIncrementor, TLocator>(
        this Accelerator accelerator,
        AcceleratorStream stream,
        ArrayView1D<T, TStride> view,
        ArrayView<TBinType> histogram,
        ArrayView<int> histogramOverflow)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TBinType : unmanaged
        where TIncrementor : struct, IIncrementOperation<TBinType>
        where TLocator : struct, IComputeMultiBinOperation<T, TBinType, TIncrementor> =>
        accelerator.CreateHistogram<T, TStride, TBinType, TIncrementor, TLocator>()(
            stream, view, histogram, histogramOverflow);

    public static void HistogramUnchecked<T, TStride, TBinType, TIncrementor, TLocator>(
        this Accelerator accelerator,
        AcceleratorStream stream,
        ArrayView1D<T, TStride> view,
        ArrayView<TBinType> histogram)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TBinType : unmanaged
        where TIncrementor : struct, IIncrementOperation<TBinType>
        where TLocator : struct, IComputeMultiBinOperation<T, TBinType, TIncrementor> =>
        accelerator.CreateHistogramUnchecked<T, TStride, TBinType, TIncrementor, TLocator>()(stream, view, histogram);

    public static void Histogram<T, TStride, TLocator>(
        this Accelerator accelerator,
        AcceleratorStream stream,
        ArrayView1D<T, TStride> view,
        ArrayView<int> histogram,
        ArrayView<int> histogramOverflow)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TLocator : struct, IComputeSingleBinOperation<T, Index1D> =>
        accelerator.Histogram<T, TStride, int, IncrementInt32, SingleBin<T, int, IncrementInt32, TLocator>>(
            stream, view, histogram, histogramOverflow);

    public static void Histogram<T, TStride, TLocator>(
        this Accelerator accelerator,
        AcceleratorStream stream,
        ArrayView1D<T, TStride> view,
        ArrayView<long> histogram,
        ArrayView<int> histogramOverflow)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TLocator : struct, IComputeSingleBinOperation<T, Index1D> =>
        accelerator.Histogram<T, TStride, long, IncrementInt64, SingleBin<T, long, IncrementInt64, TLocator>>(
            stream, view, histogram, histogramOverflow);

    public static void Histogram<T, TStride, TLocator>(
        this Accelerator accelerator,
        AcceleratorStream stream,
        ArrayView1D<T, TStride> view,
        ArrayView<uint> histogram,
        ArrayView<int> histogramOverflow)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TLocator : struct, IComputeSingleBinOperation<T, Index1D> =>
        accelerator.Histogram<T, TStride, uint, IncrementUInt32, SingleBin<T, uint, IncrementUInt32, TLocator>>(
            stream, view, histogram, histogramOverflow);

    public static void Histogram<T, TStride, TLocator>(
        this Accelerator accelerator,
        AcceleratorStream stream,
        ArrayView1D<T, TStride> view,
        ArrayView<ulong> histogram,
        ArrayView<int> histogramOverflow)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TLocator : struct, IComputeSingleBinOperation<T, Index1D> =>
        accelerator.Histogram<T, TStride, ulong, IncrementUInt64, SingleBin<T, ulong, IncrementUInt64, TLocator>>(
            stream, view, histogram, histogramOverflow);

    public static void Histogram<T, TStride, TLocator>(
        this Accelerator accelerator,
        AcceleratorStream stream,
        ArrayView1D<T, TStride> view,
        ArrayView<float> histogram,
        ArrayView<int> histogramOverflow)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TLocator : struct, IComputeSingleBinOperation<T, Index1D> =>
        accelerator.Histogram<T, TStride, float, IncrementFloat, SingleBin<T, float, IncrementFloat, TLocator>>(
            stream, view, histogram, histogramOverflow);

    public static void Histogram<T, TStride, TLocator>(
        this Accelerator accelerator,
        AcceleratorStream stream,
        ArrayView1D<T, TStride> view,
        ArrayView<double> histogram,
        ArrayView<int> histogramOverflow)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TLocator : struct, IComputeSingleBinOperation<T, Index1D> =>
        accelerator.Histogram<T, TStride, double, IncrementDouble, SingleBin<T, double, IncrementDouble, TLocator>>(
            stream, view, histogram, histogramOverflow);

    private static void Checked<T, TStride, TBinType, TIncrementor, TLocator>(
        LongIndex1D index,
        ArrayView1D<T, TStride> view,
        ArrayView<TBinType> histogram,
        ArrayView<int> histogramOverflow)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TBinType : unmanaged
        where TIncrementor : struct, IIncrementOperation<TBinType>
        where TLocator : struct, IComputeMultiBinOperation<T, TBinType, TIncrementor>
    {
        default(TLocator).ComputeHistogramBins(
            view[index], histogram, default(TIncrementor), out var incrementOverflow);
        if (incrementOverflow)
            Atomic.Exchange(ref histogramOverflow[0], 1);
    }

    private static void Unchecked<T, TStride, TBinType, TIncrementor, TLocator>(
        LongIndex1D index,
        ArrayView1D<T, TStride> view,
        ArrayView<TBinType> histogram)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TBinType : unmanaged
        where TIncrementor : struct, IIncrementOperation<TBinType>
        where TLocator : struct, IComputeMultiBinOperation<T, TBinType, TIncrementor> =>
        default(TLocator).ComputeHistogramBins(view[index], histogram, default(TIncrementor), out _);
}
