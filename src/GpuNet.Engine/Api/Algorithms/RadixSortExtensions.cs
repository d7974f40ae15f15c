using ILGPU.Algorithms.RadixSortOperations;
using ILGPU.Algorithms.Sequencers;
using ILGPU.Runtime;

namespace ILGPU.Algorithms;

/// <summary>
/// Stable sorts by the bits of a key, from the lowest up, in place. A sort's temporary memory is one more copy of the
/// data and the counts of a pass.
/// </summary>
public static partial class RadixSortExtensions
{
    public static Index1D ComputeRadixSortTempStorageSize<T, TRadixSortOperation>(
        this Accelerator accelerator,
        Index1D dataLength)
        where T : unmanaged
        where TRadixSortOperation : struct, IRadixSortOperation<T>
    {
        var digits = Tiling.IsWalked(accelerator) ? RadixSortWalks.Digits : RadixSortKernels.Digits;
        var counts = digits * (long)Tiling.Of(accelerator, dataLength.X).Count;
        return checked((int)(Interop.ComputeRelativeSizeOf<int, T>(dataLength.X) + counts));
    }

    // The pairs themselves, and what sorting them takes.
    public static Index1D ComputeRadixSortPairsTempStorageSize<TKey, TValue, TRadixSortOperation>(
        this Accelerator accelerator,
        Index1D dataLength)
        where TKey : unmanaged
        where TValue : unmanaged
        where TRadixSortOperation : struct, IRadixSortOperation<TKey> =>
        checked((int)Interop.ComputeRelativeSizeOf<int, RadixSortPair<TKey, TValue>>(dataLength.X) +
        accelerator.ComputeRadixSortTempStorageSize<
            RadixSortPair<TKey, TValue>,
            RadixSortPairsOperation<TKey, TValue, TRadixSortOperation>>(dataLength).X);

    public static RadixSort<T, TStride> CreateRadixSort<T, TStride, TRadixSortOperation>(this Accelerator accelerator)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TRadixSortOperation : struct, IRadixSortOperation<T>
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        var odd = new RadixSortPass<T, TStride, Stride1D.Dense, TRadixSortOperation>(accelerator);
        var even = new RadixSortPass<T, Stride1D.Dense, TStride, TRadixSortOperation>(accelerator);
        return (stream, view, temp) =>
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(
                temp.Length,
                accelerator.ComputeRadixSortTempStorageSize<T, TRadixSortOperation>((int)view.Length).X,
                nameof(temp));
            if (view.HasNoData())
                return;
            var copyLength = Interop.ComputeRelativeSizeOf<int, T>(view.Length);
            ArrayView1D<T, Stride1D.Dense> copy = temp.SubView(0, copyLength).Cast<T>().SubView(0, view.Length);
            var counts = temp.SubView(copyLength);
            for (var shift = 0; shift < default(TRadixSortOperation).NumBits; shift += odd.Bits + even.Bits)
            {
                odd.Run(stream, view, copy, counts, shift);
                even.Run(stream, copy, view, counts, shift + odd.Bits);
            }
        };
    }

    public static RadixSortPairs<TKey, TKeyStride, TValue, TValueStride>
        CreateRadixSortPairs<TKey, TKeyStride, TValue, TValueStride, TRadixSortOperation>(this Accelerator accelerator)
        where TKey : unmanaged
        where TKeyStride : struct, IStride1D
        where TValue : unmanaged
        where TValueStride : struct, IStride1D
        where TRadixSortOperation : struct, IRadixSortOperation<TKey>
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        var join = accelerator.LoadAutoGroupedKernel<
            LongIndex1D,
            ArrayView1D<TKey, TKeyStride>,
            ArrayView1D<TValue, TValueStride>,
            ArrayView<RadixSortPair<TKey, TValue>>>(RadixSortKernels.JoinPairs);
        var sort = LoadPairs<TKey, TKeyStride, TValue, TValueStride, TRadixSortOperation>(accelerator);
        return (stream, keys, values, temp) =>
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, keys.Length, nameof(values));
            if (Pairs<TKey, TValue, TRadixSortOperation>(accelerator, keys.Length, temp) is not { } pairs)
                return;
            join(stream, keys.Extent, keys, values, pairs);
            sort(stream, pairs, temp.SubView(pairs.LengthInBytes / sizeof(int)), keys, values);
        };
    }

    public static RadixSortPairs<TKey, TKeyStride, TValue, TValueStride, TSequencer>
        CreateRadixSortPairs<TKey, TKeyStride, TValue, TValueStride, TSequencer, TRadixSortOperation>(
        this Accelerator accelerator)
        where TKey : unmanaged
        where TKeyStride : struct, IStride1D
        where TValue : unmanaged
        where TValueStride : struct, IStride1D
        where TSequencer : struct, ISequencer<TValue>
        where TRadixSortOperation : struct, IRadixSortOperation<TKey>
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        var number = accelerator.LoadAutoGroupedKernel<
            LongIndex1D,
            ArrayView1D<TKey, TKeyStride>,
            TSequencer,
            ArrayView<RadixSortPair<TKey, TValue>>>(RadixSortKernels.NumberPairs);
        var sort = LoadPairs<TKey, TKeyStride, TValue, TValueStride, TRadixSortOperation>(accelerator);
        return (stream, keys, outputValues, sequencer, temp) =>
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(outputValues.Length, keys.Length, nameof(outputValues));
            if (Pairs<TKey, TValue, TRadixSortOperation>(accelerator, keys.Length, temp) is not { } pairs)
                return;
            number(stream, keys.Extent, keys, sequencer, pairs);
            sort(stream, pairs, temp.SubView(pairs.LengthInBytes / sizeof(int)), keys, outputValues);
        };
    }

    public static RadixSortProvider CreateRadixSortProvider(this Accelerator accelerator, Index1D tempStorageSize) =>
        new(accelerator, tempStorageSize);

    public static RadixSortProvider CreateRadixSortProvider<T, TRadixSortOperation>(
        this Accelerator accelerator,
        Index1D dataLength)
        where T : unmanaged
        where TRadixSortOperation : struct, IRadixSortOperation<T> =>
        new(accelerator, accelerator.ComputeRadixSortTempStorageSize<T, TRadixSortOperation>(dataLength));

    public static RadixSortProvider CreateRadixSortProvider<TKey, TValue, TRadixSortOperation>(
        this Accelerator accelerator,
        Index1D dataLength)
        where TKey : unmanaged
        where TValue : unmanaged
        where TRadixSortOperation : struct, IRadixSortOperation<TKey> =>
        new(accelerator, accelerator.ComputeRadixSortPairsTempStorageSize<TKey, TValue, TRadixSortOperation>(dataLength));

    // Where the pairs lie in the temporary memory; nothing if there are none.
    private static ArrayView<RadixSortPair<TKey, TValue>>? Pairs<TKey, TValue, TRadixSortOperation>(
        Accelerator accelerator,
        long length,
        ArrayView<int> temp)
        where TKey : unmanaged
        where TValue : unmanaged
        where TRadixSortOperation : struct, IRadixSortOperation<TKey>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(
            temp.Length,
            accelerator.ComputeRadixSortPairsTempStorageSize<TKey, TValue, TRadixSortOperation>((int)length).X,
            nameof(temp));
        return length == 0
            ? null
            : temp.SubView(0, Interop.ComputeRelativeSizeOf<int, RadixSortPair<TKey, TValue>>(length))
                .Cast<RadixSortPair<TKey, TValue>>()
                .SubView(0, length);
    }

    private static Action<
        AcceleratorStream,
        ArrayView<RadixSortPair<TKey, TValue>>,
        ArrayView<int>,
        ArrayView1D<TKey, TKeyStride>,
        ArrayView1D<TValue, TValueStride>>
        LoadPairs<TKey, TKeyStride, TValue, TValueStride, TRadixSortOperation>(Accelerator accelerator)
        where TKey : unmanaged
        where TKeyStride : struct, IStride1D
        where TValue : unmanaged
        where TValueStride : struct, IStride1D
        where TRadixSortOperation : struct, IRadixSortOperation<TKey>
    {
        var sort = accelerator.CreateRadixSort<
            RadixSortPair<TKey, TValue>,
            Stride1D.Dense,
            RadixSortPairsOperation<TKey, TValue, TRadixSortOperation>>();
        var split = accelerator.LoadAutoGroupedKernel<
            LongIndex1D,
            ArrayView<RadixSortPair<TKey, TValue>>,
            ArrayView1D<TKey, TKeyStride>,
            ArrayView1D<TValue, TValueStride>>(RadixSortKernels.SplitPairs);
        return (stream, pairs, temp, keys, values) =>
        {
            sort(stream, pairs, temp);
            split(stream, pairs.Extent, pairs, keys, values);
        };
    }
}
