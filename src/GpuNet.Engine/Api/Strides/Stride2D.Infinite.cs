namespace ILGPU;

public static partial class Stride2D
{
    // Every index names the same element.
    public readonly struct Infinite : IStride2D
    {
        public int XStride => 0;

        public int YStride => 0;

        public Index2D StrideExtent => new(XStride, YStride);

        public int ComputeElementIndex(Index2D index) => 0;

        public long ComputeElementIndex(LongIndex2D index) => 0;

        public int ComputeElementIndexChecked(Index2D index, Index2D extent) =>
            Stride2D.ComputeElementIndexChecked(this, index, extent);

        public long ComputeElementIndexChecked(LongIndex2D index, LongIndex2D extent) =>
            Stride2D.ComputeElementIndexChecked(this, index, extent);

        public Index2D ReconstructFromElementIndex(int elementIndex) => new(0);

        public LongIndex2D ReconstructFromElementIndex(long elementIndex) => new(0);

        public int ComputeBufferLength(Index2D extent) => Stride2D.ComputeBufferLength(this, extent);

        public long ComputeBufferLength(LongIndex2D extent) => Stride2D.ComputeBufferLength(this, extent);

        public Stride2D.General AsGeneral() => new(StrideExtent);

        public Stride1D.General To1DStride() => new(0);

        public override string ToString() => StrideExtent.ToString();
    }
}
