namespace ILGPU.Runtime;

public readonly struct ArrayView1D<T, TStride> : IArrayView<T, Index1D, LongIndex1D, TStride>
    where T : unmanaged
    where TStride : struct, IStride1D
{
    public static readonly int ElementSize = Interop.SizeOf<T>();
    public static readonly ArrayView1D<T, TStride> Empty;

    public ArrayView1D(ArrayView<T> baseView, LongIndex1D extent, TStride stride)
    {
        BaseView = baseView;
        Extent = extent;
        Stride = stride;
    }

    public ArrayView<T> BaseView { get; }

    public LongIndex1D Extent { get; }

    public Index1D IntExtent => Extent.ToIntIndex();

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

    public ref T this[Index1D index] => ref BaseView[ComputeLinearIndex(index)];

    public ref T this[LongIndex1D index] => ref BaseView[ComputeLinearIndex(index)];

    public static ArrayView1D<T, TStride> GetEmpty(TStride stride) => new(default, new LongIndex1D(0), stride);

    public int ComputeLinearIndex(Index1D index) => Stride.ComputeElementIndexChecked(index, IntExtent);

    public long ComputeLinearIndex(LongIndex1D index) => Stride.ComputeElementIndexChecked(index, Extent);

    public ArrayView1D<T, TStride> SubView(Index1D index, Index1D extent)
    {
        KernelAssert.IsInBounds((index + extent).InBoundsInclusive(IntExtent));
        var baseView = BaseView.SubView(Stride.ComputeElementIndex(index), Stride.ComputeBufferLength(extent));
        return new ArrayView1D<T, TStride>(baseView, extent, Stride);
    }

    public ArrayView1D<T, TStride> SubView(LongIndex1D index, LongIndex1D extent)
    {
        KernelAssert.IsInBounds((index + extent).InBoundsInclusive(Extent));
        var baseView = BaseView.SubView(Stride.ComputeElementIndex(index), Stride.ComputeBufferLength(extent));
        return new ArrayView1D<T, TStride>(baseView, extent, Stride);
    }

    public VariableView<T> VariableView(Index1D index) => new(BaseView.SubView(ComputeLinearIndex(index), 1));

    public VariableView<T> VariableView(LongIndex1D index) => new(BaseView.SubView(ComputeLinearIndex(index), 1));

    public ArrayView<T> AsContiguous() => BaseView;

    public ArrayView1D<T, Stride1D.General> To1DView() => AsGeneral();

    public ArrayView1D<T, Stride1D.Dense> AsDense()
    {
        KernelAssert.That(Stride.XStride == 1, "Only a view of stride 1 is dense.");
        return new ArrayView1D<T, Stride1D.Dense>(BaseView, Extent, default);
    }

    public ArrayView1D<T, Stride1D.General> AsGeneral(Stride1D.General stride) =>
        new(BaseView, StrideIndexing.Count(BaseView.Length, stride.XStride, Length), stride);

    public ArrayView1D<T, Stride1D.General> AsGeneral() => new(BaseView, Extent, Stride.AsGeneral());

    public ArrayView2D<T, TOtherStride> As2DView<TOtherStride>(LongIndex2D extent, TOtherStride stride)
        where TOtherStride : struct, IStride2D
    {
        KernelAssert.That(stride.ComputeBufferLength(extent) <= BaseView.Length, "The 2D extent exceeds the 1D view.");
        return new ArrayView2D<T, TOtherStride>(BaseView, extent, stride);
    }

    public ArrayView2D<T, Stride2D.DenseX> As2DDenseXView(LongIndex2D extent) =>
        As2DView(extent, Stride2D.DenseX.FromExtent(extent));

    public ArrayView2D<T, Stride2D.DenseY> As2DDenseYView(LongIndex2D extent) =>
        As2DView(extent, Stride2D.DenseY.FromExtent(extent));

    public ArrayView2D<T, Stride2D.DenseX> As2DPitchedXView(LongIndex2D extent, int xAlignmentInBytes) =>
        As2DView(extent, Pitch.DenseX<T>(extent, xAlignmentInBytes));

    public ArrayView2D<T, Stride2D.DenseY> As2DPitchedYView(LongIndex2D extent, int yAlignmentInBytes) =>
        As2DView(extent, Pitch.DenseY<T>(extent, yAlignmentInBytes));

    public ArrayView3D<T, TOtherStride> As3DView<TOtherStride>(LongIndex3D extent, TOtherStride stride)
        where TOtherStride : struct, IStride3D
    {
        KernelAssert.That(stride.ComputeBufferLength(extent) <= BaseView.Length, "The 3D extent exceeds the 1D view.");
        return new ArrayView3D<T, TOtherStride>(BaseView, extent, stride);
    }

    public ArrayView3D<T, Stride3D.DenseXY> As3DDenseXYView(LongIndex3D extent) =>
        As3DView(extent, Stride3D.DenseXY.FromExtent(extent));

    public ArrayView3D<T, Stride3D.DenseZY> As3DDenseZYView(LongIndex3D extent) =>
        As3DView(extent, Stride3D.DenseZY.FromExtent(extent));

    public ArrayView3D<T, Stride3D.DenseXY> As3DPitchedXYView(LongIndex3D extent, int xyAlignmentInBytes) =>
        As3DView(extent, Pitch.DenseXY<T>(extent, xyAlignmentInBytes));

    public ArrayView3D<T, Stride3D.DenseZY> As3DPitchedZYView(LongIndex3D extent, int zyAlignmentInBytes) =>
        As3DView(extent, Pitch.DenseZY<T>(extent, zyAlignmentInBytes));

    public override string ToString() => $"{BaseView} {Extent} {Stride}";
}
