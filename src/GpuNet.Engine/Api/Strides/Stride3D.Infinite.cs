namespace ILGPU;

public static partial class Stride3D
{
    // Every index names the same element.
    public readonly struct Infinite : IStride3D
    {
        public int XStride => 0;

        public int YStride => 0;

        public int ZStride => 0;

        public Index3D StrideExtent => new(XStride, YStride, ZStride);

        public int ComputeElementIndex(Index3D index) => 0;

        public long ComputeElementIndex(LongIndex3D index) => 0;

        public int ComputeElementIndexChecked(Index3D index, Index3D extent) =>
            Stride3D.ComputeElementIndexChecked(this, index, extent);

        public long ComputeElementIndexChecked(LongIndex3D index, LongIndex3D extent) =>
            Stride3D.ComputeElementIndexChecked(this, index, extent);

        public Index3D ReconstructFromElementIndex(int elementIndex) => new(0);

        public LongIndex3D ReconstructFromElementIndex(long elementIndex) => new(0);

        public int ComputeBufferLength(Index3D extent) => Stride3D.ComputeBufferLength(this, extent);

        public long ComputeBufferLength(LongIndex3D extent) => Stride3D.ComputeBufferLength(this, extent);

        public Stride3D.General AsGeneral() => new(StrideExtent);

        public Stride1D.General To1DStride() => new(0);

        public override string ToString() => StrideExtent.ToString();
    }
}
