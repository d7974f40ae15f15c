using ILGPU.Algorithms.RadixSortOperations;
using ILGPU.Algorithms.ScanReduceOperations;
using ILGPU.Algorithms.Sequencers;
using ILGPU.Runtime;

namespace ILGPU.Algorithms;

/// <summary>
/// One pass of a stable sort by <see cref="BitsPerPass"/> bits: every group counts the digits of its tile, one group
/// scans the counts digit by digit (<see cref="ScanKernels.ScanTotals"/>), every group moves its tile to where the scan says.
/// </summary>
internal static class RadixSortKernels
{
    // Four digits: their counts in a group of at most 2^15 items travel as the quarters of one 64-bit number.
    public const int BitsPerPass = 2;

    public const int Digits = 1 << BitsPerPass;

    private const int BitsPerCount = 64 / Digits;

    private const long CountMask = (1L << BitsPerCount) - 1;

    // counts: [digits, groups].
    public static void CountDigits<T, TStride, TOperation>(
        ArrayView1D<T, TStride> input,
        ArrayView<int> counts,
        int shift,
        int bitMask,
        long tileLength)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TOperation : struct, IRadixSortOperation<T>
    {
        TOperation operation = default;
        var totals = SharedMemory.Allocate<int>(Digits);
        if (Group.IsFirstThread)
        {
            for (var digit = 0; digit < Digits; ++digit)
                totals[digit] = 0;
        }
        Group.Barrier();

        var end = IntrinsicMath.Min((Grid.IdxX + 1L) * tileLength, input.Length);
        for (var index = Grid.IdxX * tileLength + Group.IdxX; index < end; index += Group.DimX)
            Atomic.Add(ref totals[operation.ExtractRadixBits(input[new LongIndex1D(index)], shift, bitMask)], 1);
        Group.Barrier();

        if (Group.IsFirstThread)
        {
            for (var digit = 0; digit < Digits; ++digit)
                counts[digit * Grid.DimX + Grid.IdxX] = totals[digit];
        }
    }

    // starts: [digits, groups], the counts' exclusive scan.
    public static void MoveDigits<T, TStrideIn, TStrideOut, TOperation>(
        ArrayView1D<T, TStrideIn> input,
        ArrayView1D<T, TStrideOut> output,
        ArrayView<int> starts,
        int shift,
        int bitMask,
        long tileLength)
        where T : unmanaged
        where TStrideIn : struct, IStride1D
        where TStrideOut : struct, IStride1D
        where TOperation : struct, IRadixSortOperation<T>
    {
        TOperation operation = default;
        var start0 = starts[Grid.IdxX];
        var start1 = starts[Grid.DimX + Grid.IdxX];
        var start2 = starts[2 * Grid.DimX + Grid.IdxX];
        var start3 = starts[3 * Grid.DimX + Grid.IdxX];
        var end = IntrinsicMath.Min((Grid.IdxX + 1L) * tileLength, input.Length);
        for (var start = Grid.IdxX * tileLength; start < end; start += Group.DimX)
        {
            var index = start + Group.IdxX;
            T value = default;
            var digit = 0;
            var one = 0L;
            if (index < end)
            {
                value = input[new LongIndex1D(index)];
                digit = operation.ExtractRadixBits(value, shift, bitMask);
                one = 1L << (digit * BitsPerCount);
            }

            var before = GroupExtensions.ExclusiveScan<long, AddInt64>(one);
            if (index < end)
            {
                var first = digit == 0 ? start0 : digit == 1 ? start1 : digit == 2 ? start2 : start3;
                var rank = (int)((before >> (digit * BitsPerCount)) & CountMask);
                output[new LongIndex1D(first + rank)] = value;
            }

            var total = Group.Broadcast(before + one, Group.DimX - 1);
            start0 += (int)(total & CountMask);
            start1 += (int)((total >> BitsPerCount) & CountMask);
            start2 += (int)((total >> (2 * BitsPerCount)) & CountMask);
            start3 += (int)((total >> (3 * BitsPerCount)) & CountMask);
        }
    }

    public static void JoinPairs<TKey, TKeyStride, TValue, TValueStride>(
        LongIndex1D index,
        ArrayView1D<TKey, TKeyStride> keys,
        ArrayView1D<TValue, TValueStride> values,
        ArrayView<RadixSortExtensions.RadixSortPair<TKey, TValue>> pairs)
        where TKey : unmanaged
        where TKeyStride : struct, IStride1D
        where TValue : unmanaged
        where TValueStride : struct, IStride1D =>
        pairs[index] = new RadixSortExtensions.RadixSortPair<TKey, TValue>(keys[index], values[index]);

    public static void NumberPairs<TKey, TKeyStride, TValue, TSequencer>(
        LongIndex1D index,
        ArrayView1D<TKey, TKeyStride> keys,
        TSequencer sequencer,
        ArrayView<RadixSortExtensions.RadixSortPair<TKey, TValue>> pairs)
        where TKey : unmanaged
        where TKeyStride : struct, IStride1D
        where TValue : unmanaged
        where TSequencer : struct, ISequencer<TValue> =>
        pairs[index] = new RadixSortExtensions.RadixSortPair<TKey, TValue>(
            keys[index], sequencer.ComputeSequenceElement(index));

    public static void SplitPairs<TKey, TKeyStride, TValue, TValueStride>(
        LongIndex1D index,
        ArrayView<RadixSortExtensions.RadixSortPair<TKey, TValue>> pairs,
        ArrayView1D<TKey, TKeyStride> keys,
        ArrayView1D<TValue, TValueStride> values)
        where TKey : unmanaged
        where TKeyStride : struct, IStride1D
        where TValue : unmanaged
        where TValueStride : struct, IStride1D
    {
        var pair = pairs[index];
        keys[index] = pair.Key;
        values[index] = pair.Value;
    }
}
