namespace ILGPU.Runtime;

public readonly struct ArrayView3D<T, TStride> : IArrayView<T, Index3D, LongIndex3D, TStride>
    where T : unmanaged
    where TStride : struct, IStride3D
{
    public static readonly int ElementSize = Interop.SizeOf<T>();
    public static readonly ArrayView3D<T, TStride> Empty;

    public ArrayView3D(ArrayView<T> baseView, LongIndex3D extent, TStride stride)
    {
        BaseView = baseView;
        Extent = extent;
        Stride = stride;
    }

    public ArrayView<T> BaseView { get; }

    public LongIndex3D Extent { get; }

    public Index3D IntExtent => Extent.ToIntIndex();

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

    public ref T this[Index3D index] => ref BaseView[ComputeLinearIndex(index)];

    public ref T this[int x, int y, int z] => ref this[new Index3D(x, y, z)];

    public ref T this[LongIndex3D index] => ref BaseView[ComputeLinearIndex(index)];

    public ref T this[long x, long y, long z] => ref this[new LongIndex3D(x, y, z)];

    public static ArrayView3D<T, TStride> GetEmpty(TStride stride) => new(default, new LongIndex3D(0), stride);

    public int ComputeLinearIndex(Index3D index) => Stride.ComputeElementIndexChecked(index, IntExtent);

    public long ComputeLinearIndex(LongIndex3D index) => Stride.ComputeElementIndexChecked(index, Extent);

    public ArrayView3D<T, TStride> SubView(Index3D index, Index3D extent)
    {
        KernelAssert.IsInBounds((index + extent).InBoundsInclusive(IntExtent));
        var baseView = BaseView.SubView(Stride.ComputeElementIndex(index), Stride.ComputeBufferLength(extent));
        return new ArrayView3D<T, TStride>(baseView, extent, Stride);
    }

    public ArrayView3D<T, TStride> SubView(LongIndex3D index, LongIndex3D extent)
    {
        KernelAssert.IsInBounds((index + extent).InBoundsInclusive(Extent));
        var baseView = BaseView.SubView(Stride.ComputeElementIndex(index), Stride.ComputeBufferLength(extent));
        return new ArrayView3D<T, TStride>(baseView, extent, Stride);
    }

    public VariableView<T> VariableView(Index3D index) => new(BaseView.SubView(ComputeLinearIndex(index), 1));

    public VariableView<T> VariableView(LongIndex3D index) => new(BaseView.SubView(ComputeLinearIndex(index), 1));

    public ArrayView<T> AsContiguous() => BaseView;

    public ArrayView1D<T, Stride1D.General> To1DView() => As1DView(Stride.To1DStride());

    public ArrayView3D<T, Stride3D.DenseXY> AsDenseXY()
    {
        KernelAssert.That(Stride.XStride == 1, "The X dimension of this view is not dense.");
        return new ArrayView3D<T, Stride3D.DenseXY>(
            BaseView, Extent, new Stride3D.DenseXY(Stride.YStride, Stride.ZStride));
    }

    public ArrayView3D<T, Stride3D.DenseZY> AsDenseZY()
    {
        KernelAssert.That(Stride.ZStride == 1, "The Z dimension of this view is not dense.");
        return new ArrayView3D<T, Stride3D.DenseZY>(
            BaseView, Extent, new Stride3D.DenseZY(Stride.XStride, Stride.YStride));
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

    public ArrayView3D<T, Stride3D.General> AsGeneral(Stride3D.General stride)
    {
        KernelAssert.That(stride.ComputeBufferLength(Extent) <= BaseView.Length, "The stride leads beyond this view.");
        return new ArrayView3D<T, Stride3D.General>(BaseView, Extent, stride);
    }

    public ArrayView3D<T, Stride3D.General> AsGeneral() => new(BaseView, Extent, Stride.AsGeneral());

    public override string ToString() => $"{BaseView} {Extent} {Stride}";
}
