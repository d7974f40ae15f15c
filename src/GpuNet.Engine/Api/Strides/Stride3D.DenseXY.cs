namespace ILGPU;

public static partial class Stride3D
{
    // X is the fastest-varying dimension; its elements lie side by side.
    public readonly struct DenseXY : IStride3D, ICastableStride<Index3D, LongIndex3D, Stride3D.DenseXY>
    {
        public DenseXY(int yStride, int zStride)
        {
            YStride = yStride;
            ZStride = zStride;
        }

        public int XStride => 1;

        public int YStride { get; }

        public int ZStride { get; }

        public Index3D StrideExtent => new(XStride, YStride, ZStride);

        public static Stride3D.DenseXY FromExtent(Index3D extent) =>
            new(extent.X, extent.X * extent.Y);

        public static Stride3D.DenseXY FromExtent(LongIndex3D extent)
        {
            IndexTypeExtensions.AssertIntIndexRange(extent.X);
            IndexTypeExtensions.AssertIntIndexRange(extent.X * extent.Y);
            return new((int)extent.X, (int)(extent.X * extent.Y));
        }

        public static int ComputeElementIndex(Index3D index, Index3D extent) =>
            (index.Z * extent.Y + index.Y) * extent.X + index.X;

        public static long ComputeElementIndex(LongIndex3D index, LongIndex3D extent) =>
            (index.Z * extent.Y + index.Y) * extent.X + index.X;

        public static Index3D ReconstructFromElementIndex(int elementIndex, Index3D extent)
        {
            var rest = elementIndex / extent.X;
            return new Index3D(elementIndex % extent.X, rest % extent.Y, rest / extent.Y);
        }

        public static LongIndex3D ReconstructFromElementIndex(long elementIndex, LongIndex3D extent)
        {
            var rest = elementIndex / extent.X;
            return new LongIndex3D(elementIndex % extent.X, rest % extent.Y, rest / extent.Y);
        }

        public int ComputeElementIndex(Index3D index) => index.Z * ZStride + index.Y * YStride + index.X;

        public long ComputeElementIndex(LongIndex3D index) => index.Z * ZStride + index.Y * YStride + index.X;

        public int ComputeElementIndexChecked(Index3D index, Index3D extent) =>
            Stride3D.ComputeElementIndexChecked(this, index, extent);

        public long ComputeElementIndexChecked(LongIndex3D index, LongIndex3D extent) =>
            Stride3D.ComputeElementIndexChecked(this, index, extent);

        public Index3D ReconstructFromElementIndex(int elementIndex)
        {
            var rest = elementIndex % ZStride;
            return new Index3D(rest % YStride, rest / YStride, elementIndex / ZStride);
        }

        public LongIndex3D ReconstructFromElementIndex(long elementIndex)
        {
            var rest = elementIndex % ZStride;
            return new LongIndex3D(rest % YStride, rest / YStride, elementIndex / ZStride);
        }

        public int ComputeBufferLength(Index3D extent) => Stride3D.ComputeBufferLength(this, extent);

        public long ComputeBufferLength(LongIndex3D extent) => Stride3D.ComputeBufferLength(this, extent);

        public (LongIndex3D, Stride3D.DenseXY) Cast<TContext>(in TContext context, in LongIndex3D extent)
            where TContext : struct, IStrideCastContext =>
            (new LongIndex3D(context.ComputeNewExtent(extent.X), extent.Y, extent.Z),
                new DenseXY(context.ComputeNewExtent(YStride), context.ComputeNewExtent(ZStride)));

        public Stride3D.General AsGeneral() => new(StrideExtent);

        public Stride1D.General To1DStride() => new(1);

        public override string ToString() => StrideExtent.ToString();
    }
}
