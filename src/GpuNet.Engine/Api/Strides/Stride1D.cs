namespace ILGPU;

public static partial class Stride1D
{
    public static int ComputeElementIndex<TStride>(this TStride stride, Index1D index)
        where TStride : struct, IStride1D =>
        index.X * stride.XStride;

    public static long ComputeElementIndex<TStride>(this TStride stride, LongIndex1D index)
        where TStride : struct, IStride1D =>
        index.X * stride.XStride;

    public static int ComputeElementIndexChecked<TStride>(this TStride stride, Index1D index, Index1D extent)
        where TStride : struct, IStride1D
    {
        KernelAssert.IsInBounds(index.InBounds(extent));
        return stride.ComputeElementIndex(index);
    }

    public static long ComputeElementIndexChecked<TStride>(this TStride stride, LongIndex1D index, LongIndex1D extent)
        where TStride : struct, IStride1D
    {
        KernelAssert.IsInBounds(index.InBounds(extent));
        return stride.ComputeElementIndex(index);
    }

    public static int ComputeBufferLength<TStride>(this TStride stride, Index1D extent)
        where TStride : struct, IStride1D =>
        extent.X < 1
            ? 0
            : stride.ComputeElementIndex(extent - new Index1D(1)) + 1;

    public static long ComputeBufferLength<TStride>(this TStride stride, LongIndex1D extent)
        where TStride : struct, IStride1D =>
        extent.X < 1
            ? 0
            : stride.ComputeElementIndex(extent - new LongIndex1D(1)) + 1;
}
