namespace ILGPU;

public static partial class Stride3D
{
    // Z is the fastest-varying dimension; its elements lie side by side.
    public readonly struct DenseZY : IStride3D, ICastableStride<Index3D, LongIndex3D, Stride3D.DenseZY>
    {
        public DenseZY(int xStride, int yStride)
        {
            XStride = xStride;
            YStride = yStride;
        }

        public int XStride { get; }

        public int YStride { get; }

        public int ZStride => 1;

        public Index3D StrideExtent => new(XStride, YStride, ZStride);

        public static Stride3D.DenseZY FromExtent(Index3D extent) =>
            new(extent.Z * extent.Y, extent.Z);

        public static Stride3D.DenseZY FromExtent(LongIndex3D extent)
        {
            IndexTypeExtensions.AssertIntIndexRange(extent.Z * extent.Y);
            IndexTypeExtensions.AssertIntIndexRange(extent.Z);
            return new((int)(extent.Z * extent.Y), (int)extent.Z);
        }

        public static int ComputeElementIndex(Index3D index, Index3D extent) =>
            (index.X * extent.Y + index.Y) * extent.Z + index.Z;

        public static long ComputeElementIndex(LongIndex3D index, LongIndex3D extent) =>
            (index.X * extent.Y + index.Y) * extent.Z + index.Z;

        public static Index3D ReconstructFromElementIndex(int elementIndex, Index3D extent)
        {
            var rest = elementIndex / extent.Z;
            return new Index3D(rest / extent.Y, rest % extent.Y, elementIndex % extent.Z);
        }

        public static LongIndex3D ReconstructFromElementIndex(long elementIndex, LongIndex3D extent)
        {
            var rest = elementIndex / extent.Z;
            return new LongIndex3D(rest / extent.Y, rest % extent.Y, elementIndex % extent.Z);
        }

        public int ComputeElementIndex(Index3D index) => index.X * XStride + index.Y * YStride + index.Z;

        public long ComputeElementIndex(LongIndex3D index) => index.X * XStride + index.Y * YStride + index.Z;

        public int ComputeElementIndexChecked(Index3D index, Index3D extent) =>
            Stride3D.ComputeElementIndexChecked(this, index, extent);

        public long ComputeElementIndexChecked(LongIndex3D index, LongIndex3D extent) =>
            Stride3D.ComputeElementIndexChecked(this, index, extent);

        public Index3D ReconstructFromElementIndex(int elementIndex)
        {
            var rest = elementIndex % XStride;
            return new Index3D(elementIndex / XStride, rest / YStride, rest % YStride);
        }

        public LongIndex3D ReconstructFromElementIndex(long elementIndex)
        {
            var rest = elementIndex % XStride;
            return new LongIndex3D(elementIndex / XStride, rest / YStride, rest % YStride);
        }

        public int ComputeBufferLength(Index3D extent) => Stride3D.ComputeBufferLength(this, extent);

        public long ComputeBufferLength(LongIndex3D extent) => Stride3D.ComputeBufferLength(this, extent);

        public (LongIndex3D, Stride3D.DenseZY) Cast<TContext>(in TContext context, in LongIndex3D extent)
            where TContext : struct, IStrideCastContext =>
            (new LongIndex3D(extent.X, extent.Y, context.ComputeNewExtent(extent.Z)),
                new DenseZY(context.ComputeNewExtent(XStride), context.ComputeNewExtent(YStride)));

        public Stride3D.General AsGeneral() => new(StrideExtent);

        public Stride1D.General To1DStride() => new(1);

        public override string ToString() => StrideExtent.ToString();
    }
}
