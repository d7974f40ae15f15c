namespace ILGPU;

public static partial class Stride1D
{
    public readonly struct Dense : IStride1D, ICastableStride<Index1D, LongIndex1D, Stride1D.Dense>
    {
        public int XStride => 1;

        public Index1D StrideExtent => new(XStride);

        public int ComputeElementIndex(Index1D index) => index.X;

        public long ComputeElementIndex(LongIndex1D index) => index.X;

        public int ComputeElementIndexChecked(Index1D index, Index1D extent) =>
            Stride1D.ComputeElementIndexChecked(this, index, extent);

        public long ComputeElementIndexChecked(LongIndex1D index, LongIndex1D extent) =>
            Stride1D.ComputeElementIndexChecked(this, index, extent);

        public Index1D ReconstructFromElementIndex(int elementIndex) => new(elementIndex);

        public LongIndex1D ReconstructFromElementIndex(long elementIndex) => new(elementIndex);

        public int ComputeBufferLength(Index1D extent) => Stride1D.ComputeBufferLength(this, extent);

        public long ComputeBufferLength(LongIndex1D extent) => Stride1D.ComputeBufferLength(this, extent);

        public (LongIndex1D, Stride1D.Dense) Cast<TContext>(in TContext context, in LongIndex1D extent)
            where TContext : struct, IStrideCastContext =>
            (new LongIndex1D(context.ComputeNewExtent(extent.X)), default);

        public Stride1D.General AsGeneral() => new(StrideExtent);

        public Stride1D.General To1DStride() => new(StrideExtent);

        public override string ToString() => StrideExtent.ToString();
    }
}
