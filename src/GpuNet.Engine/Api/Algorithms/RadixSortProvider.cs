using ILGPU.Algorithms.RadixSortOperations;
using ILGPU.Algorithms.Sequencers;
using ILGPU.Runtime;

namespace ILGPU.Algorithms;

// Owns the temporary memory of its sorts, which therefore serve one stream at a time.
public sealed class RadixSortProvider : AlgorithmObject
{
    private readonly MemoryBuffer1D<int, Stride1D.Dense> temp;

    internal RadixSortProvider(Accelerator accelerator, Index1D tempLength)
        : base(accelerator) =>
        temp = accelerator.Allocate1D<int>(tempLength.X);

    public BufferedRadixSort<T, TStride> CreateRadixSort<T, TStride, TRadixSortOperation>()
        where T : unmanaged
        where TStride : struct, IStride1D
        where TRadixSortOperation : struct, IRadixSortOperation<T>
    {
        var sort = Accelerator.CreateRadixSort<T, TStride, TRadixSortOperation>();
        return (stream, view) => sort(stream, view, temp.View);
    }

    public BufferedRadixSortPairs<TKey, TKeyStride, TValue, TValueStride>
        CreateRadixSortPairs<TKey, TKeyStride, TValue, TValueStride, TRadixSortOperation>()
        where TKey : unmanaged
        where TKeyStride : struct, IStride1D
        where TValue : unmanaged
        where TValueStride : struct, IStride1D
        where TRadixSortOperation : struct, IRadixSortOperation<TKey>
    {
        var sort = Accelerator.CreateRadixSortPairs<TKey, TKeyStride, TValue, TValueStride, TRadixSortOperation>();
        return (stream, keys, values) => sort(stream, keys, values, temp.View);
    }

    public BufferedRadixSortPairs<TKey, TKeyStride, TValue, TValueStride, TSequencer>
        CreateRadixSortPairs<TKey, TKeyStride, TValue, TValueStride, TSequencer, TRadixSortOperation>()
        where TKey : unmanaged
        where TKeyStride : struct, IStride1D
        where TValue : unmanaged
        where TValueStride : struct, IStride1D
        where TSequencer : struct, ISequencer<TValue>
        where TRadixSortOperation : struct, IRadixSortOperation<TKey>
    {
        var sort = Accelerator.CreateRadixSortPairs<
            TKey, TKeyStride, TValue, TValueStride, TSequencer, TRadixSortOperation>();
        return (stream, keys, outputValues, sequencer) => sort(stream, keys, outputValues, sequencer, temp.View);
    }

    protected override void DisposeAcceleratorObject(bool disposing)
    {
        if (disposing)
            temp.Dispose();
    }
}
