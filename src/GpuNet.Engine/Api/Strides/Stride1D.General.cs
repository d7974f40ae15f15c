namespace ILGPU;

public static partial class Stride1D
{
    public struct General : IStride1D
    {
        public General(Index1D stride) => StrideExtent = stride;

        public Index1D StrideExtent { get; }

        public int XStride => StrideExtent.X;

        public int ComputeElementIndex(Index1D index) => index.X * XStride;

        public long ComputeElementIndex(LongIndex1D index) => index.X * XStride;

        public int ComputeElementIndexChecked(Index1D index, Index1D extent) =>
            Stride1D.ComputeElementIndexChecked(this, index, extent);

        public long ComputeElementIndexChecked(LongIndex1D index, LongIndex1D extent) =>
            Stride1D.ComputeElementIndexChecked(this, index, extent);

        public Index1D ReconstructFromElementIndex(int elementIndex) =>
            new(StrideIndexing.Quotient(elementIndex, XStride));

        public LongIndex1D ReconstructFromElementIndex(long elementIndex) =>
            new(StrideIndexing.Quotient(elementIndex, XStride));

        public int ComputeBufferLength(Index1D extent) => Stride1D.ComputeBufferLength(this, extent);

        public long ComputeBufferLength(LongIndex1D extent) => Stride1D.ComputeBufferLength(this, extent);

        public Stride1D.General AsGeneral() => this;

        public Stride1D.General To1DStride() => this;

        public override string ToString() => StrideExtent.ToString();
    }
}
