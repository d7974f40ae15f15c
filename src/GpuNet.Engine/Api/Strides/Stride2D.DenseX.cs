namespace ILGPU;

public static partial class Stride2D
{
    // X is the fastest-varying dimension; its elements lie side by side.
    public readonly struct DenseX : IStride2D, ICastableStride<Index2D, LongIndex2D, Stride2D.DenseX>
    {
        public DenseX(int yStride) => YStride = yStride;

        public int XStride => 1;

        public int YStride { get; }

        public Index2D StrideExtent => new(XStride, YStride);

        public static Stride2D.DenseX FromExtent(Index2D extent) =>
            new(extent.X);

        public static Stride2D.DenseX FromExtent(LongIndex2D extent)
        {
            IndexTypeExtensions.AssertIntIndexRange(extent.X);
            return new((int)extent.X);
        }

        public static int ComputeElementIndex(Index2D index, Index2D extent) =>
            index.Y * extent.X + index.X;

        public static long ComputeElementIndex(LongIndex2D index, LongIndex2D extent) =>
            index.Y * extent.X + index.X;

        public static Index2D ReconstructFromElementIndex(int elementIndex, Index2D extent) =>
            new(elementIndex % extent.X, elementIndex / extent.X);

        public static LongIndex2D ReconstructFromElementIndex(long elementIndex, LongIndex2D extent) =>
            new(elementIndex % extent.X, elementIndex / extent.X);

        public int ComputeElementIndex(Index2D index) => index.Y * YStride + index.X;

        public long ComputeElementIndex(LongIndex2D index) => index.Y * YStride + index.X;

        public int ComputeElementIndexChecked(Index2D index, Index2D extent) =>
            Stride2D.ComputeElementIndexChecked(this, index, extent);

        public long ComputeElementIndexChecked(LongIndex2D index, LongIndex2D extent) =>
            Stride2D.ComputeElementIndexChecked(this, index, extent);

        public Index2D ReconstructFromElementIndex(int elementIndex) =>
            new(elementIndex % YStride, elementIndex / YStride);

        public LongIndex2D ReconstructFromElementIndex(long elementIndex) =>
            new(elementIndex % YStride, elementIndex / YStride);

        public int ComputeBufferLength(Index2D extent) => Stride2D.ComputeBufferLength(this, extent);

        public long ComputeBufferLength(LongIndex2D extent) => Stride2D.ComputeBufferLength(this, extent);

        public (LongIndex2D, Stride2D.DenseX) Cast<TContext>(in TContext context, in LongIndex2D extent)
            where TContext : struct, IStrideCastContext =>
            (new LongIndex2D(context.ComputeNewExtent(extent.X), extent.Y),
                new DenseX(context.ComputeNewExtent(YStride)));

        public Stride2D.General AsGeneral() => new(StrideExtent);

        public Stride1D.General To1DStride() => new(1);

        public override string ToString() => StrideExtent.ToString();
    }
}
