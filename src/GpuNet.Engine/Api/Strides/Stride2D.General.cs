namespace ILGPU;

public static partial class Stride2D
{
    public struct General : IStride2D
    {
        public General(Index2D stride) => StrideExtent = stride;

        public Index2D StrideExtent { get; }

        public int XStride => StrideExtent.X;

        public int YStride => StrideExtent.Y;

        public int ComputeElementIndex(Index2D index) => index.X * XStride + index.Y * YStride;

        public long ComputeElementIndex(LongIndex2D index) => index.X * XStride + index.Y * YStride;

        public int ComputeElementIndexChecked(Index2D index, Index2D extent) =>
            Stride2D.ComputeElementIndexChecked(this, index, extent);

        public long ComputeElementIndexChecked(LongIndex2D index, LongIndex2D extent) =>
            Stride2D.ComputeElementIndexChecked(this, index, extent);

        public Index2D ReconstructFromElementIndex(int elementIndex) =>
            StrideIndexing.Reconstruct(elementIndex, StrideExtent);

        public LongIndex2D ReconstructFromElementIndex(long elementIndex) =>
            StrideIndexing.Reconstruct(elementIndex, StrideExtent);

        public int ComputeBufferLength(Index2D extent) => Stride2D.ComputeBufferLength(this, extent);

        public long ComputeBufferLength(LongIndex2D extent) => Stride2D.ComputeBufferLength(this, extent);

        public Stride2D.General AsGeneral() => this;

        public Stride1D.General To1DStride() => new(IntrinsicMath.Min(XStride, YStride));

        public override string ToString() => StrideExtent.ToString();
    }
}
