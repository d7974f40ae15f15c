using ILGPU.Algorithms.RadixSortOperations;
using ILGPU.Algorithms.ScanReduceOperations;
using ILGPU.Runtime;

namespace ILGPU.Algorithms;

/// <summary>The launches of one pass of a radix sort, from one view to another.</summary>
internal sealed class RadixSortPass<T, TStrideIn, TStrideOut, TOperation>
    where T : unmanaged
    where TStrideIn : struct, IStride1D
    where TStrideOut : struct, IStride1D
    where TOperation : struct, IRadixSortOperation<T>
{
    private readonly Accelerator accelerator;
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView1D<T, TStrideIn>, ArrayView<int>, int, int, long>
        count;

    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<int>> scan;
    private readonly Action<
        AcceleratorStream,
        KernelConfig,
        ArrayView1D<T, TStrideIn>,
        ArrayView1D<T, TStrideOut>,
        ArrayView<int>,
        int,
        int,
        long>
        move;

    public RadixSortPass(Accelerator accelerator)
    {
        this.accelerator = accelerator;
        var isWalked = Tiling.IsWalked(accelerator);
        Bits = isWalked ? RadixSortWalks.BitsPerPass : RadixSortKernels.BitsPerPass;
        count = accelerator.LoadKernel<ArrayView1D<T, TStrideIn>, ArrayView<int>, int, int, long>(
            isWalked
                ? RadixSortWalks.CountDigits<T, TStrideIn, TOperation>
                : RadixSortKernels.CountDigits<T, TStrideIn, TOperation>);
        scan = accelerator.LoadKernel<ArrayView<int>>(
            isWalked ? ScanWalks.ScanTotals<int, AddInt32> : ScanKernels.ScanTotals<int, AddInt32>);
        move = accelerator.LoadKernel<
            ArrayView1D<T, TStrideIn>, ArrayView1D<T, TStrideOut>, ArrayView<int>, int, int, long>(
            isWalked
                ? RadixSortWalks.MoveDigits<T, TStrideIn, TStrideOut, TOperation>
                : RadixSortKernels.MoveDigits<T, TStrideIn, TStrideOut, TOperation>);
    }

    public int Bits { get; }

    // Beyond the key's bits all digits are zero: such a pass moves the values as they lie.
    public void Run(
        AcceleratorStream stream,
        ArrayView1D<T, TStrideIn> input,
        ArrayView1D<T, TStrideOut> output,
        ArrayView<int> counts,
        int shift)
    {
        var bits = Math.Clamp(default(TOperation).NumBits - shift, 0, Bits);
        var bitMask = (1 << bits) - 1;
        var tiling = Tiling.Of(accelerator, input.Length);
        counts = counts.SubView(0, tiling.Count << Bits);
        count(stream, tiling.AllTiles, input, counts, shift, bitMask, tiling.TileLength);
        scan(stream, tiling.OneGroup, counts);
        move(stream, tiling.AllTiles, input, output, counts, shift, bitMask, tiling.TileLength);
    }
}
