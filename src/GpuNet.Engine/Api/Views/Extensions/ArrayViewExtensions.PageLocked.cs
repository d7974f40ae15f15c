namespace ILGPU.Runtime;

public static partial class ArrayViewExtensions
{
    public static unsafe void CopyToPageLockedAsync<T, TView>(
        this TView source, AcceleratorStream stream, PageLockScope<T> pageLockScope)
        where T : unmanaged
        where TView : IContiguousArrayView<T>
    {
        ArgumentNullException.ThrowIfNull(pageLockScope);
        ArgumentOutOfRangeException.ThrowIfLessThan(pageLockScope.Length, source.Length, nameof(pageLockScope));
        if (source.HasData())
            source.CopyToCPUUnsafeAsync(stream, ref *(T*)pageLockScope.AddrOfLockedObject, source.Length);
    }

    public static unsafe void CopyFromPageLockedAsync<T, TView>(
        this TView target, AcceleratorStream stream, PageLockScope<T> pageLockScope)
        where T : unmanaged
        where TView : IContiguousArrayView<T>
    {
        ArgumentNullException.ThrowIfNull(pageLockScope);
        if (pageLockScope.Length > 0)
            target.CopyFromCPUUnsafeAsync(stream, ref *(T*)pageLockScope.AddrOfLockedObject, pageLockScope.Length);
    }

    public static void CopyToPageLockedAsync<T, TView>(this TView source, PageLockScope<T> pageLockScope)
        where T : unmanaged
        where TView : IContiguousArrayView<T> =>
        source.CopyToPageLockedAsync(HostCopy.DefaultStream(source.Buffer), pageLockScope);

    public static void CopyFromPageLockedAsync<T, TView>(this TView target, PageLockScope<T> pageLockScope)
        where T : unmanaged
        where TView : IContiguousArrayView<T> =>
        target.CopyFromPageLockedAsync(HostCopy.DefaultStream(target.Buffer), pageLockScope);

    public static void CopyToPageLockedAsync<T, TView>(
        this TView source, AcceleratorStream stream, PageLockedArray<T> pageLockedArray)
        where T : unmanaged
        where TView : IContiguousArrayView<T>
    {
        ArgumentNullException.ThrowIfNull(pageLockedArray);
        if (pageLockedArray.Length > 0)
            source.CopyToPageLockedAsync(stream, pageLockedArray.Scope);
    }

    public static void CopyFromPageLockedAsync<T, TView>(
        this TView target, AcceleratorStream stream, PageLockedArray<T> pageLockedArray)
        where T : unmanaged
        where TView : IContiguousArrayView<T>
    {
        ArgumentNullException.ThrowIfNull(pageLockedArray);
        if (pageLockedArray.Length > 0)
            target.CopyFromPageLockedAsync(stream, pageLockedArray.Scope);
    }

    public static void CopyToPageLockedAsync<T, TView>(this TView source, PageLockedArray<T> pageLockedArray)
        where T : unmanaged
        where TView : IContiguousArrayView<T> =>
        source.CopyToPageLockedAsync(HostCopy.DefaultStream(source.Buffer), pageLockedArray);

    public static void CopyFromPageLockedAsync<T, TView>(this TView target, PageLockedArray<T> pageLockedArray)
        where T : unmanaged
        where TView : IContiguousArrayView<T> =>
        target.CopyFromPageLockedAsync(HostCopy.DefaultStream(target.Buffer), pageLockedArray);

    public static PageLockedArray1D<T> GetAsPageLocked<T>(this ArrayView<T> view)
        where T : unmanaged =>
        view.AsDense().GetAsPageLocked1D();

    public static PageLockedArray1D<T> GetAsPageLocked<T>(this ArrayView<T> view, AcceleratorStream stream)
        where T : unmanaged =>
        view.AsDense().GetAsPageLocked1D(stream);

    public static void CopyToPageLockedAsync<T>(
        this ArrayView1D<T, Stride1D.Infinite> source, PageLockScope<T> pageLockScope)
        where T : unmanaged =>
        source.BaseView.CopyToPageLockedAsync(pageLockScope);

    public static void CopyToPageLockedAsync<T>(
        this ArrayView1D<T, Stride1D.Infinite> source, AcceleratorStream stream, PageLockScope<T> pageLockScope)
        where T : unmanaged =>
        source.BaseView.CopyToPageLockedAsync(stream, pageLockScope);

    public static void CopyFromPageLockedAsync<T>(
        this ArrayView1D<T, Stride1D.Infinite> target, PageLockScope<T> pageLockScope)
        where T : unmanaged =>
        target.BaseView.CopyFromPageLockedAsync(pageLockScope);

    public static void CopyFromPageLockedAsync<T>(
        this ArrayView1D<T, Stride1D.Infinite> target, AcceleratorStream stream, PageLockScope<T> pageLockScope)
        where T : unmanaged =>
        target.BaseView.CopyFromPageLockedAsync(stream, pageLockScope);

    public static void CopyToPageLockedAsync<T>(
        this ArrayView1D<T, Stride1D.Dense> source, PageLockScope<T> pageLockScope)
        where T : unmanaged =>
        source.BaseView.CopyToPageLockedAsync(pageLockScope);

    public static void CopyToPageLockedAsync<T>(
        this ArrayView1D<T, Stride1D.Dense> source, AcceleratorStream stream, PageLockScope<T> pageLockScope)
        where T : unmanaged =>
        source.BaseView.CopyToPageLockedAsync(stream, pageLockScope);

    public static void CopyFromPageLockedAsync<T>(
        this ArrayView1D<T, Stride1D.Dense> target, PageLockScope<T> pageLockScope)
        where T : unmanaged =>
        target.BaseView.CopyFromPageLockedAsync(pageLockScope);

    public static void CopyFromPageLockedAsync<T>(
        this ArrayView1D<T, Stride1D.Dense> target, AcceleratorStream stream, PageLockScope<T> pageLockScope)
        where T : unmanaged =>
        target.BaseView.CopyFromPageLockedAsync(stream, pageLockScope);

    public static void CopyToPageLockedAsync<T>(
        this ArrayView2D<T, Stride2D.DenseY> source, PageLockedArray2D<T> pageLockedArray)
        where T : unmanaged =>
        source.CopyToPageLockedAsync(HostCopy.DefaultStream(source.BaseView), pageLockedArray);

    public static void CopyToPageLockedAsync<T>(
        this ArrayView2D<T, Stride2D.DenseY> source, AcceleratorStream stream, PageLockedArray2D<T> pageLockedArray)
        where T : unmanaged =>
        StridedCopy.ToHost(stream, source.AsGeneral(), pageLockedArray);

    public static void CopyFromPageLockedAsync<T>(
        this ArrayView2D<T, Stride2D.DenseY> target, PageLockedArray2D<T> pageLockedArray)
        where T : unmanaged =>
        target.CopyFromPageLockedAsync(HostCopy.DefaultStream(target.BaseView), pageLockedArray);

    public static void CopyFromPageLockedAsync<T>(
        this ArrayView2D<T, Stride2D.DenseY> target, AcceleratorStream stream, PageLockedArray2D<T> pageLockedArray)
        where T : unmanaged =>
        StridedCopy.FromHost(stream, target.AsGeneral(), pageLockedArray);

    public static void CopyToPageLockedAsync<T>(
        this ArrayView3D<T, Stride3D.DenseZY> source, PageLockedArray3D<T> pageLockedArray)
        where T : unmanaged =>
        source.CopyToPageLockedAsync(HostCopy.DefaultStream(source.BaseView), pageLockedArray);

    public static void CopyToPageLockedAsync<T>(
        this ArrayView3D<T, Stride3D.DenseZY> source, AcceleratorStream stream, PageLockedArray3D<T> pageLockedArray)
        where T : unmanaged =>
        StridedCopy.ToHost(stream, source.AsGeneral(), pageLockedArray);

    public static void CopyFromPageLockedAsync<T>(
        this ArrayView3D<T, Stride3D.DenseZY> target, PageLockedArray3D<T> pageLockedArray)
        where T : unmanaged =>
        target.CopyFromPageLockedAsync(HostCopy.DefaultStream(target.BaseView), pageLockedArray);

    public static void CopyFromPageLockedAsync<T>(
        this ArrayView3D<T, Stride3D.DenseZY> target, AcceleratorStream stream, PageLockedArray3D<T> pageLockedArray)
        where T : unmanaged =>
        StridedCopy.FromHost(stream, target.AsGeneral(), pageLockedArray);

    public static void CopyToPageLockedAsync<T>(
        this ArrayView1D<T, Stride1D.Dense> source, PageLockedArray1D<T> pageLockedArray)
        where T : unmanaged =>
        source.BaseView.CopyToPageLockedAsync((PageLockedArray<T>)pageLockedArray);

    public static void CopyToPageLockedAsync<T>(
        this ArrayView1D<T, Stride1D.Dense> source, AcceleratorStream stream, PageLockedArray1D<T> pageLockedArray)
        where T : unmanaged =>
        source.BaseView.CopyToPageLockedAsync(stream, (PageLockedArray<T>)pageLockedArray);

    public static void CopyFromPageLockedAsync<T>(
        this ArrayView1D<T, Stride1D.Dense> target, PageLockedArray1D<T> pageLockedArray)
        where T : unmanaged =>
        target.BaseView.CopyFromPageLockedAsync((PageLockedArray<T>)pageLockedArray);

    public static void CopyFromPageLockedAsync<T>(
        this ArrayView1D<T, Stride1D.Dense> target, AcceleratorStream stream, PageLockedArray1D<T> pageLockedArray)
        where T : unmanaged =>
        target.BaseView.CopyFromPageLockedAsync(stream, (PageLockedArray<T>)pageLockedArray);

    public static PageLockedArray2D<T> GetAsPageLocked2D<T>(this ArrayView2D<T, Stride2D.DenseY> view)
        where T : unmanaged =>
        view.GetAsPageLocked2D(HostCopy.DefaultStream(view.BaseView));

    public static PageLockedArray2D<T> GetAsPageLocked2D<T>(
        this ArrayView2D<T, Stride2D.DenseY> view, AcceleratorStream stream)
        where T : unmanaged
    {
        var array = view.GetAccelerator().AllocatePageLocked2D<T>(view.Extent);
        view.CopyToPageLockedAsync(stream, array);
        stream?.Synchronize();
        return array;
    }

    public static PageLockedArray3D<T> GetAsPageLocked3D<T>(this ArrayView3D<T, Stride3D.DenseZY> view)
        where T : unmanaged =>
        view.GetAsPageLocked3D(HostCopy.DefaultStream(view.BaseView));

    public static PageLockedArray3D<T> GetAsPageLocked3D<T>(
        this ArrayView3D<T, Stride3D.DenseZY> view, AcceleratorStream stream)
        where T : unmanaged
    {
        var array = view.GetAccelerator().AllocatePageLocked3D<T>(view.Extent);
        view.CopyToPageLockedAsync(stream, array);
        stream?.Synchronize();
        return array;
    }

    public static PageLockedArray1D<T> GetAsPageLocked1D<T>(this ArrayView1D<T, Stride1D.Dense> view)
        where T : unmanaged =>
        view.GetAsPageLocked1D(HostCopy.DefaultStream(view.BaseView));

    public static PageLockedArray1D<T> GetAsPageLocked1D<T>(
        this ArrayView1D<T, Stride1D.Dense> view, AcceleratorStream stream)
        where T : unmanaged
    {
        var array = view.GetAccelerator().AllocatePageLocked1D<T>(view.Extent);
        view.CopyToPageLockedAsync(stream, array);
        stream?.Synchronize();
        return array;
    }
}
