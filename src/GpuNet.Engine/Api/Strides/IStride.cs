namespace ILGPU;

public interface IStride<TIndex>
    where TIndex : struct, IGenericIndex<TIndex>
{
    TIndex StrideExtent { get; }

    Stride1D.General To1DStride();
}

public interface IStride<TIndex, TLongIndex> : IStride<TIndex>
    where TIndex : struct, IIntIndex<TIndex, TLongIndex>
    where TLongIndex : struct, ILongIndex<TLongIndex, TIndex>
{
    int ComputeElementIndex(TIndex index);

    long ComputeElementIndex(TLongIndex index);

    int ComputeElementIndexChecked(TIndex index, TIndex extent);

    long ComputeElementIndexChecked(TLongIndex index, TLongIndex extent);

    TIndex ReconstructFromElementIndex(int elementIndex);

    TLongIndex ReconstructFromElementIndex(long elementIndex);

    int ComputeBufferLength(TIndex extent);

    long ComputeBufferLength(TLongIndex extent);
}

public interface IStride1D : IStride<Index1D, LongIndex1D>
{
    int XStride { get; }

    Stride1D.General AsGeneral();
}

public interface IStride2D : IStride<Index2D, LongIndex2D>
{
    int XStride { get; }

    int YStride { get; }

    Stride2D.General AsGeneral();
}

public interface IStride3D : IStride<Index3D, LongIndex3D>
{
    int XStride { get; }

    int YStride { get; }

    int ZStride { get; }

    Stride3D.General AsGeneral();
}
