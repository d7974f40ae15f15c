namespace ILGPU;

public static partial class Stride2D
{
    public static int ComputeElementIndex<TStride>(this TStride stride, Index2D index)
        where TStride : struct, IStride2D =>
        index.X * stride.XStride + index.Y * stride.YStride;

    public static long ComputeElementIndex<TStride>(this TStride stride, LongIndex2D index)
        where TStride : struct, IStride2D =>
        index.X * stride.XStride + index.Y * stride.YStride;

    public static int ComputeElementIndexChecked<TStride>(this TStride stride, Index2D index, Index2D extent)
        where TStride : struct, IStride2D
    {
        KernelAssert.IsInBounds(index.InBounds(extent));
        return stride.ComputeElementIndex(index);
    }

    public static long ComputeElementIndexChecked<TStride>(this TStride stride, LongIndex2D index, LongIndex2D extent)
        where TStride : struct, IStride2D
    {
        KernelAssert.IsInBounds(index.InBounds(extent));
        return stride.ComputeElementIndex(index);
    }

    public static int ComputeBufferLength<TStride>(this TStride stride, Index2D extent)
        where TStride : struct, IStride2D =>
        extent.X < 1 || extent.Y < 1
            ? 0
            : stride.ComputeElementIndex(extent - new Index2D(1)) + 1;

    public static long ComputeBufferLength<TStride>(this TStride stride, LongIndex2D extent)
        where TStride : struct, IStride2D =>
        extent.X < 1 || extent.Y < 1
            ? 0
            : stride.ComputeElementIndex(extent - new LongIndex2D(1)) + 1;

    public delegate TStride BuildStride<TStride>(LongIndex2D extent, int leadingDimension)
        where TStride : struct, IStride2D;

    public delegate long GetLeadingDimensionSize(LongIndex2D extent);
}
