using ILGPU.Algorithms.RadixSortOperations;
using ILGPU.Runtime;

namespace ILGPU.Algorithms;

/// <summary><see cref="RadixSortKernels"/> for groups of one item (<see cref="Tiling"/>), which take more bits a pass.</summary>
internal static class RadixSortWalks
{
    public const int BitsPerPass = 8;

    public const int Digits = 1 << BitsPerPass;

    // counts: [digits, tiles].
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
        for (var digit = 0; digit < Digits; ++digit)
            totals[digit] = 0;
        var end = IntrinsicMath.Min((Grid.IdxX + 1L) * tileLength, input.Length);
        for (var index = Grid.IdxX * tileLength; index < end; ++index)
            ++totals[operation.ExtractRadixBits(input[new LongIndex1D(index)], shift, bitMask)];
        for (var digit = 0; digit < Digits; ++digit)
            counts[digit * Grid.DimX + Grid.IdxX] = totals[digit];
    }

    // starts: [digits, tiles], the counts' exclusive scan.
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
        var next = SharedMemory.Allocate<int>(Digits);
        for (var digit = 0; digit < Digits; ++digit)
            next[digit] = starts[digit * Grid.DimX + Grid.IdxX];
        var end = IntrinsicMath.Min((Grid.IdxX + 1L) * tileLength, input.Length);
        for (var index = Grid.IdxX * tileLength; index < end; ++index)
        {
            var value = input[new LongIndex1D(index)];
            var digit = operation.ExtractRadixBits(value, shift, bitMask);
            var place = next[digit];
            next[digit] = place + 1;
            output[new LongIndex1D(place)] = value;
        }
    }
}
