namespace ILGPU;

public static partial class Stride3D
{
    public struct General : IStride3D
    {
        public General(Index3D stride) => StrideExtent = stride;

        public Index3D StrideExtent { get; }

        public int XStride => StrideExtent.X;

        public int YStride => StrideExtent.Y;

        public int ZStride => StrideExtent.Z;

        public int ComputeElementIndex(Index3D index) => index.X * XStride + index.Y * YStride + index.Z * ZStride;

        public long ComputeElementIndex(LongIndex3D index) => index.X * XStride + index.Y * YStride + index.Z * ZStride;

        public int ComputeElementIndexChecked(Index3D index, Index3D extent) =>
            Stride3D.ComputeElementIndexChecked(this, index, extent);

        public long ComputeElementIndexChecked(LongIndex3D index, LongIndex3D extent) =>
            Stride3D.ComputeElementIndexChecked(this, index, extent);

        public Index3D ReconstructFromElementIndex(int elementIndex) =>
            StrideIndexing.Reconstruct(elementIndex, StrideExtent);

        public LongIndex3D ReconstructFromElementIndex(long elementIndex) =>
            StrideIndexing.Reconstruct(elementIndex, StrideExtent);

        public int ComputeBufferLength(Index3D extent) => Stride3D.ComputeBufferLength(this, extent);

        public long ComputeBufferLength(LongIndex3D extent) => Stride3D.ComputeBufferLength(this, extent);

        public Stride3D.General AsGeneral() => this;

        public Stride1D.General To1DStride() => new(IntrinsicMath.Min(IntrinsicMath.Min(XStride, YStride), ZStride));

        public override string ToString() => StrideExtent.ToString();
    }
}
