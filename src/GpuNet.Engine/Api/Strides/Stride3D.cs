namespace ILGPU;

public static partial class Stride3D
{
    public static int ComputeElementIndex<TStride>(this TStride stride, Index3D index)
        where TStride : struct, IStride3D =>
        index.X * stride.XStride + index.Y * stride.YStride + index.Z * stride.ZStride;

    public static long ComputeElementIndex<TStride>(this TStride stride, LongIndex3D index)
        where TStride : struct, IStride3D =>
        index.X * stride.XStride + index.Y * stride.YStride + index.Z * stride.ZStride;

    public static int ComputeElementIndexChecked<TStride>(this TStride stride, Index3D index, Index3D extent)
        where TStride : struct, IStride3D
    {
        KernelAssert.IsInBounds(index.InBounds(extent));
        return stride.ComputeElementIndex(index);
    }

    public static long ComputeElementIndexChecked<TStride>(this TStride stride, LongIndex3D index, LongIndex3D extent)
        where TStride : struct, IStride3D
    {
        KernelAssert.IsInBounds(index.InBounds(extent));
        return stride.ComputeElementIndex(index);
    }

    public static int ComputeBufferLength<TStride>(this TStride stride, Index3D extent)
        where TStride : struct, IStride3D =>
        extent.X < 1 || extent.Y < 1 || extent.Z < 1
            ? 0
            : stride.ComputeElementIndex(extent - new Index3D(1)) + 1;

    public static long ComputeBufferLength<TStride>(this TStride stride, LongIndex3D extent)
        where TStride : struct, IStride3D =>
        extent.X < 1 || extent.Y < 1 || extent.Z < 1
            ? 0
            : stride.ComputeElementIndex(extent - new LongIndex3D(1)) + 1;

    public delegate TStride BuildStride<TStride>(LongIndex3D extent, int leadingDimension)
        where TStride : struct, IStride3D;

    public delegate long GetLeadingDimensionSize(LongIndex3D extent);
}
