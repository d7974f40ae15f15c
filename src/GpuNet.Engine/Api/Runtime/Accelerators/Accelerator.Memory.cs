namespace ILGPU.Runtime;

public abstract partial class Accelerator
{
    public MemoryBuffer AllocateRaw(long length, int elementSize)
    {
        ThrowIfDisposed();
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfLessThan(elementSize, 1);
        return AllocateRawInternal(length, elementSize);
    }

    protected abstract MemoryBuffer AllocateRawInternal(long length, int elementSize);

    /// <summary>A view of new memory that holds the extent in the given stride.</summary>
    public ArrayView<T> AllocateRaw<T, TExtent, TStrideIndex, TStride>(TExtent extent, TStride stride)
        where T : unmanaged
        where TExtent : struct, ILongIndex<TExtent, TStrideIndex>
        where TStrideIndex : struct, IIntIndex<TStrideIndex, TExtent>
        where TStride : struct, IStride<TStrideIndex, TExtent>
    {
        long length = stride.ComputeBufferLength(extent);
        return AllocateRaw(length, Interop.SizeOf<T>()).AsArrayView<T>(0, length);
    }

    public MemoryBuffer1D<T, Stride1D.Dense> Allocate1D<T>(long length)
        where T : unmanaged =>
        Allocate1D<T, Stride1D.Dense>(length, default);

    public MemoryBuffer1D<T, TStride> Allocate1D<T, TStride>(long length, TStride stride)
        where T : unmanaged
        where TStride : struct, IStride1D
    {
        var extent = new LongIndex1D(length);
        CheckExtent<T>(new(length, 1, 1), stride.XStride, 0, 0);
        var memory = AllocateRaw<T, LongIndex1D, Index1D, TStride>(extent, stride);
        return new MemoryBuffer1D<T, TStride>(this, new ArrayView1D<T, TStride>(memory, extent, stride));
    }

    public MemoryBuffer2D<T, TStride> Allocate2D<T, TStride>(
        in LongIndex2D extent,
        Stride2D.GetLeadingDimensionSize getLeadingDimensionSize,
        Stride2D.BuildStride<TStride> buildStride)
        where T : unmanaged
        where TStride : struct, IStride2D
    {
        ArgumentNullException.ThrowIfNull(getLeadingDimensionSize);
        ArgumentNullException.ThrowIfNull(buildStride);
        int leadingDimension = LeadingDimension(getLeadingDimensionSize(extent));
        var stride = buildStride(extent, leadingDimension);
        CheckExtent<T>(new(extent.X, extent.Y, 1), stride.XStride, stride.YStride, 0);
        var memory = AllocateRaw<T, LongIndex2D, Index2D, TStride>(extent, stride);
        return new MemoryBuffer2D<T, TStride>(this, new ArrayView2D<T, TStride>(memory, extent, stride));
    }

    public MemoryBuffer2D<T, Stride2D.DenseX> Allocate2DDenseX<T>(in LongIndex2D extent)
        where T : unmanaged =>
        Allocate2D<T, Stride2D.DenseX>(extent, static size => size.X, static (_, leading) => new(leading));

    public MemoryBuffer2D<T, Stride2D.DenseY> Allocate2DDenseY<T>(in LongIndex2D extent)
        where T : unmanaged =>
        Allocate2D<T, Stride2D.DenseY>(extent, static size => size.Y, static (_, leading) => new(leading));

    /// <summary>Rows along X that all start at a multiple of the alignment.</summary>
    public MemoryBuffer2D<T, Stride2D.DenseX> Allocate2DPitchedX<T>(in LongIndex2D extent, int xAlignmentInBytes)
        where T : unmanaged =>
        Allocate2D<T, Stride2D.DenseX>(
            extent,
            size => StrideExtensions.GetPitchedLeadingDimension<T>(size.X, xAlignmentInBytes),
            static (_, leading) => new(leading));

    /// <summary>Rows along Y that all start at a multiple of the alignment.</summary>
    public MemoryBuffer2D<T, Stride2D.DenseY> Allocate2DPitchedY<T>(in LongIndex2D extent, int yAlignmentInBytes)
        where T : unmanaged =>
        Allocate2D<T, Stride2D.DenseY>(
            extent,
            size => StrideExtensions.GetPitchedLeadingDimension<T>(size.Y, yAlignmentInBytes),
            static (_, leading) => new(leading));

    public MemoryBuffer3D<T, TStride> Allocate3D<T, TStride>(
        LongIndex3D extent,
        Stride3D.GetLeadingDimensionSize getLeadingDimensionSize,
        Stride3D.BuildStride<TStride> buildStride)
        where T : unmanaged
        where TStride : struct, IStride3D
    {
        ArgumentNullException.ThrowIfNull(getLeadingDimensionSize);
        ArgumentNullException.ThrowIfNull(buildStride);
        int leadingDimension = LeadingDimension(getLeadingDimensionSize(extent));
        LeadingDimension(leadingDimension * extent.Y);
        var stride = buildStride(extent, leadingDimension);
        CheckExtent<T>(extent, stride.XStride, stride.YStride, stride.ZStride);
        var memory = AllocateRaw<T, LongIndex3D, Index3D, TStride>(extent, stride);
        return new MemoryBuffer3D<T, TStride>(this, new ArrayView3D<T, TStride>(memory, extent, stride));
    }

    public MemoryBuffer3D<T, Stride3D.DenseXY> Allocate3DDenseXY<T>(LongIndex3D extent)
        where T : unmanaged =>
        Allocate3D<T, Stride3D.DenseXY>(
            extent, static size => size.X, static (size, leading) => new(leading, leading * (int)size.Y));

    public MemoryBuffer3D<T, Stride3D.DenseZY> Allocate3DDenseZY<T>(LongIndex3D extent)
        where T : unmanaged =>
        Allocate3D<T, Stride3D.DenseZY>(
            extent, static size => size.Z, static (size, leading) => new(leading * (int)size.Y, leading));

    public MemoryBuffer3D<T, Stride3D.DenseXY> Allocate3DPitchedXY<T>(LongIndex3D extent, int xyAlignmentInBytes)
        where T : unmanaged =>
        Allocate3D<T, Stride3D.DenseXY>(
            extent,
            size => StrideExtensions.GetPitchedLeadingDimension<T>(size.X, xyAlignmentInBytes),
            static (size, leading) => new(leading, leading * (int)size.Y));

    public MemoryBuffer3D<T, Stride3D.DenseZY> Allocate3DPitchedZY<T>(LongIndex3D extent, int yzAlignmentInBytes)
        where T : unmanaged =>
        Allocate3D<T, Stride3D.DenseZY>(
            extent,
            size => StrideExtensions.GetPitchedLeadingDimension<T>(size.Z, yzAlignmentInBytes),
            static (size, leading) => new(leading * (int)size.Y, leading));

    /// <summary>Strides are 32-bit: rows and planes must not be longer.</summary>
    private static int LeadingDimension(long size) =>
        size is >= 0 and <= int.MaxValue
            ? (int)size
            : throw new ArgumentOutOfRangeException(
                "extent", size, $"A row or plane must have from 0 to {int.MaxValue} elements.");

    /// <summary>The last element's index must have a byte offset, and no size may be negative.</summary>
    private static void CheckExtent<T>(LongIndex3D extent, int xStride, int yStride, int zStride)
        where T : unmanaged
    {
        if (extent.X < 0 || extent.Y < 0 || extent.Z < 0)
            throw new ArgumentOutOfRangeException(nameof(extent), $"The extent {extent} has a negative size.");
        var length = (Int128)extent.X * xStride + (Int128)extent.Y * yStride + (Int128)extent.Z * zStride;
        if (length > long.MaxValue / Interop.SizeOf<T>())
            throw new ArgumentOutOfRangeException(nameof(extent), $"The extent {extent} exceeds the address space.");
    }
}
