using ILGPU.Algorithms.ScanReduceOperations;
using ILGPU.Runtime;

namespace ILGPU.Algorithms;

// Owns the temporary memory of its scans, which therefore serve one stream at a time.
public sealed class ScanProvider : AlgorithmObject
{
    private readonly MemoryBuffer1D<int, Stride1D.Dense> temp;

    internal ScanProvider(Accelerator accelerator, LongIndex1D tempLength)
        : base(accelerator) =>
        temp = accelerator.Allocate1D<int>(tempLength.X);

    public BufferedScan<T, TStrideIn, TStrideOut> CreateScan<T, TStrideIn, TStrideOut, TScanOperation>(ScanKind kind)
        where T : unmanaged
        where TStrideIn : struct, IStride1D
        where TStrideOut : struct, IStride1D
        where TScanOperation : struct, IScanReduceOperation<T>
    {
        var scan = Accelerator.CreateScan<T, TStrideIn, TStrideOut, TScanOperation>(kind);
        return (stream, input, output) => scan(stream, input, output, temp.View);
    }

    protected override void DisposeAcceleratorObject(bool disposing)
    {
        if (disposing)
            temp.Dispose();
    }
}
