namespace ILGPU;

public static partial class Stride2D
{
    // Y is the fastest-varying dimension; its elements lie side by side.
    public readonly struct DenseY : IStride2D, ICastableStride<Index2D, LongIndex2D, Stride2D.DenseY>
    {
        public DenseY(int xStride) => XStride = xStride;

        public int XStride { get; }

        public int YStride => 1;

        public Index2D StrideExtent => new(XStride, YStride);

        public static Stride2D.DenseY FromExtent(Index2D extent) =>
            new(extent.Y);

        public static Stride2D.DenseY FromExtent(LongIndex2D extent)
        {
            IndexTypeExtensions.AssertIntIndexRange(extent.Y);
            return new((int)extent.Y);
        }

        public static int ComputeElementIndex(Index2D index, Index2D extent) =>
            index.X * extent.Y + index.Y;

        public static long ComputeElementIndex(LongIndex2D index, LongIndex2D extent) =>
            index.X * extent.Y + index.Y;

        public static Index2D ReconstructFromElementIndex(int elementIndex, Index2D extent) =>
            new(elementIndex / extent.Y, elementIndex % extent.Y);

        public static LongIndex2D ReconstructFromElementIndex(long elementIndex, LongIndex2D extent) =>
            new(elementIndex / extent.Y, elementIndex % extent.Y);

        public int ComputeElementIndex(Index2D index) => index.X * XStride + index.Y;

        public long ComputeElementIndex(LongIndex2D index) => index.X * XStride + index.Y;

        public int ComputeElementIndexChecked(Index2D index, Index2D extent) =>
            Stride2D.ComputeElementIndexChecked(this, index, extent);

        public long ComputeElementIndexChecked(LongIndex2D index, LongIndex2D extent) =>
            Stride2D.ComputeElementIndexChecked(this, index, extent);

        public Index2D ReconstructFromElementIndex(int elementIndex) =>
            new(elementIndex / XStride, elementIndex % XStride);

        public LongIndex2D ReconstructFromElementIndex(long elementIndex) =>
            new(elementIndex / XStride, elementIndex % XStride);

        public int ComputeBufferLength(Index2D extent) => Stride2D.ComputeBufferLength(this, extent);

        public long ComputeBufferLength(LongIndex2D extent) => Stride2D.ComputeBufferLength(this, extent);

        public (LongIndex2D, Stride2D.DenseY) Cast<TContext>(in TContext context, in LongIndex2D extent)
            where TContext : struct, IStrideCastContext =>
            (new LongIndex2D(extent.X, context.ComputeNewExtent(extent.Y)),
                new DenseY(context.ComputeNewExtent(XStride)));

        public Stride2D.General AsGeneral() => new(StrideExtent);

        public Stride1D.General To1DStride() => new(1);

        public override string ToString() => StrideExtent.ToString();
    }
}
