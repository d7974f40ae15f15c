namespace ILGPU.Algorithms.HistogramOperations;

/// <summary>Counts a value in one bin.</summary>
internal readonly struct SingleBin<T, TBinType, TIncrementor, TLocator>
    : IComputeMultiBinOperation<T, TBinType, TIncrementor>
    where T : unmanaged
    where TBinType : unmanaged
    where TIncrementor : struct, IIncrementOperation<TBinType>
    where TLocator : struct, IComputeSingleBinOperation<T, Index1D>
{
    public void ComputeHistogramBins(
        T value,
        ArrayView<TBinType> histogram,
        in TIncrementor incrementOperation,
        out bool incrementOverflow)
    {
        var bin = default(TLocator).ComputeHistogramBin(value, histogram.IntLength);
        incrementOperation.Increment(ref histogram[bin], out incrementOverflow);
    }
}
