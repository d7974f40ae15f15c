namespace ILGPU;

public static partial class Stride1D
{
    // Every index names the same element.
    public readonly struct Infinite : IStride1D
    {
        public int XStride => 0;

        public Index1D StrideExtent => new(XStride);

        public int ComputeElementIndex(Index1D index) => 0;

        public long ComputeElementIndex(LongIndex1D index) => 0;

        public int ComputeElementIndexChecked(Index1D index, Index1D extent) =>
            Stride1D.ComputeElementIndexChecked(this, index, extent);

        public long ComputeElementIndexChecked(LongIndex1D index, LongIndex1D extent) =>
            Stride1D.ComputeElementIndexChecked(this, index, extent);

        public Index1D ReconstructFromElementIndex(int elementIndex) => new(0);

        public LongIndex1D ReconstructFromElementIndex(long elementIndex) => new(0);

        public int ComputeBufferLength(Index1D extent) => Stride1D.ComputeBufferLength(this, extent);

        public long ComputeBufferLength(LongIndex1D extent) => Stride1D.ComputeBufferLength(this, extent);

        public Stride1D.General AsGeneral() => new(StrideExtent);

        public Stride1D.General To1DStride() => new(StrideExtent);

        public override string ToString() => StrideExtent.ToString();
    }
}
