namespace ILGPU.Runtime;

public readonly struct ArrayView2D<T, TStride> : IArrayView<T, Index2D, LongIndex2D, TStride>
    where T : unmanaged
    where TStride : struct, IStride2D
{
    public static readonly int ElementSize = Interop.SizeOf<T>();
    public static readonly ArrayView2D<T, TStride> Empty;

    public ArrayView2D(ArrayView<T> baseView, LongIndex2D extent, TStride stride)
    {
        BaseView = baseView;
        Extent = extent;
        Stride = stride;
    }

    public ArrayView<T> BaseView { get; }

    public LongIndex2D Extent { get; }

    public Index2D IntExtent => Extent.ToIntIndex();

    public TStride Stride { get; }

    public bool IsValid => BaseView.IsValid;

    public long Length => Extent.Size;

    public int IntLength
    {
        get
        {
            IndexTypeExtensions.AssertIntIndexRange(Length);
            return (int)Length;
        }
    }

    public long LengthInBytes => Length * Interop.SizeOf<T>();

    MemoryBuffer IArrayView.Buffer => BaseView.BufferOrNull!;

    int IArrayView.ElementSize => ElementSize;

    public ref T this[Index2D index] => ref BaseView[ComputeLinearIndex(index)];

    public ref T this[int x, int y] => ref this[new Index2D(x, y)];

    public ref T this[LongIndex2D index] => ref BaseView[ComputeLinearIndex(index)];

    public ref T this[long x, long y] => ref this[new LongIndex2D(x, y)];

    public static ArrayView2D<T, TStride> GetEmpty(TStride stride) => new(default, new LongIndex2D(0), stride);

    public int ComputeLinearIndex(Index2D index) => Stride.ComputeElementIndexChecked(index, IntExtent);

    public long ComputeLinearIndex(LongIndex2D index) => Stride.ComputeElementIndexChecked(index, Extent);

    public ArrayView2D<T, TStride> SubView(Index2D index, Index2D extent)
    {
        KernelAssert.IsInBounds((index + extent).InBoundsInclusive(IntExtent));
        var baseView = BaseView.SubView(Stride.ComputeElementIndex(index), Stride.ComputeBufferLength(extent));
        return new ArrayView2D<T, TStride>(baseView, extent, Stride);
    }

    public ArrayView2D<T, TStride> SubView(LongIndex2D index, LongIndex2D extent)
    {
        KernelAssert.IsInBounds((index + extent).InBoundsInclusive(Extent));
        var baseView = BaseView.SubView(Stride.ComputeElementIndex(index), Stride.ComputeBufferLength(extent));
        return new ArrayView2D<T, TStride>(baseView, extent, Stride);
    }

    public VariableView<T> VariableView(Index2D index) => new(BaseView.SubView(ComputeLinearIndex(index), 1));

    public VariableView<T> VariableView(LongIndex2D index) => new(BaseView.SubView(ComputeLinearIndex(index), 1));

    public ArrayView<T> AsContiguous() => BaseView;

    public ArrayView1D<T, Stride1D.General> To1DView() => As1DView(Stride.To1DStride());

    public ArrayView2D<T, Stride2D.DenseX> AsDenseX()
    {
        KernelAssert.That(Stride.XStride == 1, "The X dimension of this view is not dense.");
        return new ArrayView2D<T, Stride2D.DenseX>(
            BaseView, Extent, new Stride2D.DenseX(Stride.YStride));
    }

    public ArrayView2D<T, Stride2D.DenseY> AsDenseY()
    {
        KernelAssert.That(Stride.YStride == 1, "The Y dimension of this view is not dense.");
        return new ArrayView2D<T, Stride2D.DenseY>(
            BaseView, Extent, new Stride2D.DenseY(Stride.XStride));
    }

    public ArrayView1D<T, TOtherStride> As1DView<TOtherStride>(TOtherStride stride)
        where TOtherStride : struct, IStride1D =>
        new(BaseView, StrideIndexing.Count(BaseView.Length, stride.XStride, Length), stride);

    public ArrayView3D<T, TOtherStride> As3DView<TOtherStride>(LongIndex3D extent, TOtherStride stride)
        where TOtherStride : struct, IStride3D
    {
        KernelAssert.That(stride.ComputeBufferLength(extent) <= BaseView.Length, "The 3D extent exceeds this view.");
        return new ArrayView3D<T, TOtherStride>(BaseView, extent, stride);
    }

    public ArrayView2D<T, Stride2D.General> AsGeneral(Stride2D.General stride)
    {
        KernelAssert.That(stride.ComputeBufferLength(Extent) <= BaseView.Length, "The stride leads beyond this view.");
        return new ArrayView2D<T, Stride2D.General>(BaseView, Extent, stride);
    }

    public ArrayView2D<T, Stride2D.General> AsGeneral() => new(BaseView, Extent, Stride.AsGeneral());

    public override string ToString() => $"{BaseView} {Extent} {Stride}";
}
