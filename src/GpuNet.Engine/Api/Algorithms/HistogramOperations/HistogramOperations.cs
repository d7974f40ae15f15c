namespace ILGPU.Algorithms.HistogramOperations;

public interface IIncrementOperation<T>
    where T : unmanaged
{
    // Atomic: items of all groups count in the same bins.
    void Increment(ref T target, out bool incrementOverflow);
}

public interface IComputeSingleBinOperation<T, TIndex>
    where T : unmanaged
    where TIndex : struct
{
    TIndex ComputeHistogramBin(T value, TIndex numBins);
}

public interface IComputeMultiBinOperation<T, TBinType, TIncrementor>
    where T : unmanaged
    where TBinType : unmanaged
    where TIncrementor : struct, IIncrementOperation<TBinType>
{
    void ComputeHistogramBins(
        T value,
        ArrayView<TBinType> histogram,
        in TIncrementor incrementOperation,
        out bool incrementOverflow);
}
