namespace ILGPU.Runtime;

public static partial class ArrayViewExtensions
{
    public static ArrayView2D<T, Stride2D.DenseY> AsTransposed<T>(this ArrayView2D<T, Stride2D.DenseX> view)
        where T : unmanaged =>
        new(view.BaseView, new LongIndex2D(view.Extent.Y, view.Extent.X), new(view.Stride.YStride));

    public static ArrayView2D<T, Stride2D.DenseX> AsTransposed<T>(this ArrayView2D<T, Stride2D.DenseY> view)
        where T : unmanaged =>
        new(view.BaseView, new LongIndex2D(view.Extent.Y, view.Extent.X), new(view.Stride.XStride));

    public static ArrayView2D<T, Stride2D.General> AsTransposed<T>(this ArrayView2D<T, Stride2D.General> view)
        where T : unmanaged =>
        new(
            view.BaseView,
            new LongIndex2D(view.Extent.Y, view.Extent.X),
            new(new Index2D(view.Stride.YStride, view.Stride.XStride)));

    public static ArrayView3D<T, Stride3D.DenseZY> AsTransposed<T>(this ArrayView3D<T, Stride3D.DenseXY> view)
        where T : unmanaged =>
        new(
            view.BaseView,
            new LongIndex3D(view.Extent.Z, view.Extent.Y, view.Extent.X),
            new(view.Stride.ZStride, view.Stride.YStride));

    public static ArrayView3D<T, Stride3D.DenseXY> AsTransposed<T>(this ArrayView3D<T, Stride3D.DenseZY> view)
        where T : unmanaged =>
        new(
            view.BaseView,
            new LongIndex3D(view.Extent.Z, view.Extent.Y, view.Extent.X),
            new(view.Stride.YStride, view.Stride.XStride));

    public static ArrayView3D<T, Stride3D.General> AsTransposed<T>(this ArrayView3D<T, Stride3D.General> view)
        where T : unmanaged =>
        new(
            view.BaseView,
            new LongIndex3D(view.Extent.Z, view.Extent.Y, view.Extent.X),
            new(new Index3D(view.Stride.ZStride, view.Stride.YStride, view.Stride.XStride)));

    public static ArrayView1D<TOther, Stride1D.Dense> Cast<T, TOther>(this ArrayView1D<T, Stride1D.Dense> view)
        where T : unmanaged
        where TOther : unmanaged
    {
        var context = StrideExtensions.CreateCastContext(Interop.SizeOf<T>(), Interop.SizeOf<TOther>());
        var (extent, stride) = view.Stride.Cast(context, view.Extent);
        return new(view.BaseView.Cast<TOther>(), extent, stride);
    }

    public static ArrayView2D<TOther, Stride2D.DenseX> Cast<T, TOther>(this ArrayView2D<T, Stride2D.DenseX> view)
        where T : unmanaged
        where TOther : unmanaged
    {
        var context = StrideExtensions.CreateCastContext(Interop.SizeOf<T>(), Interop.SizeOf<TOther>());
        var (extent, stride) = view.Stride.Cast(context, view.Extent);
        return new(view.BaseView.Cast<TOther>(), extent, stride);
    }

    public static ArrayView2D<TOther, Stride2D.DenseY> Cast<T, TOther>(this ArrayView2D<T, Stride2D.DenseY> view)
        where T : unmanaged
        where TOther : unmanaged
    {
        var context = StrideExtensions.CreateCastContext(Interop.SizeOf<T>(), Interop.SizeOf<TOther>());
        var (extent, stride) = view.Stride.Cast(context, view.Extent);
        return new(view.BaseView.Cast<TOther>(), extent, stride);
    }

    public static ArrayView3D<TOther, Stride3D.DenseXY> Cast<T, TOther>(this ArrayView3D<T, Stride3D.DenseXY> view)
        where T : unmanaged
        where TOther : unmanaged
    {
        var context = StrideExtensions.CreateCastContext(Interop.SizeOf<T>(), Interop.SizeOf<TOther>());
        var (extent, stride) = view.Stride.Cast(context, view.Extent);
        return new(view.BaseView.Cast<TOther>(), extent, stride);
    }

    public static ArrayView3D<TOther, Stride3D.DenseZY> Cast<T, TOther>(this ArrayView3D<T, Stride3D.DenseZY> view)
        where T : unmanaged
        where TOther : unmanaged
    {
        var context = StrideExtensions.CreateCastContext(Interop.SizeOf<T>(), Interop.SizeOf<TOther>());
        var (extent, stride) = view.Stride.Cast(context, view.Extent);
        return new(view.BaseView.Cast<TOther>(), extent, stride);
    }
}
