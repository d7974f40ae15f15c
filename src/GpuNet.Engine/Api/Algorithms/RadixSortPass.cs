using ILGPU.Algorithms.RadixSortOperations;
using ILGPU.Algorithms.ScanReduceOperations;
using ILGPU.Runtime;

namespace ILGPU.Algorithms;

/// <summary>The launches of one pass of a radix sort, from one view to another.</summary>
internal sealed class RadixSortPass<T, TStrideIn, TStrideOut, TOperation>(Accelerator accelerator)
    where T : unmanaged
    where TStrideIn : struct, IStride1D
    where TStrideOut : struct, IStride1D
    where TOperation : struct, IRadixSortOperation<T>
{
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView1D<T, TStrideIn>, ArrayView<int>, int, int, long>
        count = accelerator.LoadKernel<ArrayView1D<T, TStrideIn>, ArrayView<int>, int, int, long>(
            RadixSortKernels.CountDigits<T, TStrideIn, TOperation>);

    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<int>> scan =
        accelerator.LoadKernel<ArrayView<int>>(ScanKernels.ScanTotals<int, AddInt32>);

    private readonly Action<
        AcceleratorStream,
        KernelConfig,
        ArrayView1D<T, TStrideIn>,
        ArrayView1D<T, TStrideOut>,
        ArrayView<int>,
        int,
        int,
        long>
        move = accelerator.LoadKernel<
            ArrayView1D<T, TStrideIn>, ArrayView1D<T, TStrideOut>, ArrayView<int>, int, int, long>(
            RadixSortKernels.MoveDigits<T, TStrideIn, TStrideOut, TOperation>);

    // Beyond the key's bits all digits are zero: such a pass moves the values as they lie.
    public void Run(
        AcceleratorStream stream,
        ArrayView1D<T, TStrideIn> input,
        ArrayView1D<T, TStrideOut> output,
        ArrayView<int> counts,
        int shift)
    {
        var bits = Math.Clamp(default(TOperation).NumBits - shift, 0, RadixSortKernels.BitsPerPass);
        var bitMask = (1 << bits) - 1;
        var (gridDim, groupDim) = accelerator.ComputeGridStrideLoopExtent(input.Length);
        var tileLength = IntrinsicMath.DivRoundUp(input.Length, gridDim.X);
        counts = counts.SubView(0, RadixSortKernels.Digits * gridDim.X);
        count(stream, (gridDim, groupDim), input, counts, shift, bitMask, tileLength);
        scan(stream, (1, groupDim), counts);
        move(stream, (gridDim, groupDim), input, output, counts, shift, bitMask, tileLength);
    }
}
