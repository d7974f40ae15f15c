using ILGPU.Runtime;

namespace ILGPU.Algorithms;

public delegate void Scan<T, TStrideIn, TStrideOut>(
    AcceleratorStream stream,
    ArrayView1D<T, TStrideIn> input,
    ArrayView1D<T, TStrideOut> output,
    ArrayView<int> temp)
    where T : unmanaged
    where TStrideIn : struct, IStride1D
    where TStrideOut : struct, IStride1D;

public delegate void BufferedScan<T, TStrideIn, TStrideOut>(
    AcceleratorStream stream,
    ArrayView1D<T, TStrideIn> input,
    ArrayView1D<T, TStrideOut> output)
    where T : unmanaged
    where TStrideIn : struct, IStride1D
    where TStrideOut : struct, IStride1D;
