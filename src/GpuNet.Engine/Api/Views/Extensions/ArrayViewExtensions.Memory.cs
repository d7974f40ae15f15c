namespace ILGPU.Runtime;

public static partial class ArrayViewExtensions
{
    public static void MemSetToZero<TView>(this TView view)
        where TView : IContiguousArrayView =>
        view.MemSet(0);

    public static void MemSetToZero<TView>(this TView view, AcceleratorStream stream)
        where TView : IContiguousArrayView =>
        view.MemSet(stream, 0);

    public static void MemSet<TView>(this TView view, byte value)
        where TView : IContiguousArrayView
    {
        if (view.HasData())
            view.MemSet(HostCopy.DefaultStream(view.Buffer), value);
    }

    public static void MemSet<TView>(this TView view, AcceleratorStream stream, byte value)
        where TView : IContiguousArrayView
    {
        if (view.HasData())
            view.Buffer.MemSet(stream, value, view.AsRawArrayView());
    }

    public static void CopyTo<TView>(this TView source, in TView target)
        where TView : IContiguousArrayView
    {
        if (source.HasData() && target.IsValid)
            source.CopyTo(HostCopy.DefaultStream(source.Buffer, target.Buffer), target);
    }

    // The source has to fit in the target, as with spans.
    public static void CopyTo<TView>(this TView source, AcceleratorStream stream, in TView target)
        where TView : IContiguousArrayView =>
        HostCopy.Copy(stream, source, target);

    public static void CopyFrom<TView>(this TView target, in TView source)
        where TView : IContiguousArrayView =>
        source.CopyTo(target);

    public static void CopyFrom<TView>(this TView target, AcceleratorStream stream, in TView source)
        where TView : IContiguousArrayView =>
        source.CopyTo(stream, target);

    public static void MemSetToZero<T>(this ArrayView1D<T, Stride1D.Infinite> view)
        where T : unmanaged =>
        view.BaseView.MemSetToZero();

    public static void MemSetToZero<T>(this ArrayView1D<T, Stride1D.Infinite> view, AcceleratorStream stream)
        where T : unmanaged =>
        view.BaseView.MemSetToZero(stream);

    public static void MemSet<T>(this ArrayView1D<T, Stride1D.Infinite> view, byte value)
        where T : unmanaged =>
        view.BaseView.MemSet(value);

    public static void MemSet<T>(this ArrayView1D<T, Stride1D.Infinite> view, AcceleratorStream stream, byte value)
        where T : unmanaged =>
        view.BaseView.MemSet(stream, value);

    public static void MemSetToZero<T>(this ArrayView1D<T, Stride1D.Dense> view)
        where T : unmanaged =>
        view.BaseView.MemSetToZero();

    public static void MemSetToZero<T>(this ArrayView1D<T, Stride1D.Dense> view, AcceleratorStream stream)
        where T : unmanaged =>
        view.BaseView.MemSetToZero(stream);

    public static void MemSet<T>(this ArrayView1D<T, Stride1D.Dense> view, byte value)
        where T : unmanaged =>
        view.BaseView.MemSet(value);

    public static void MemSet<T>(this ArrayView1D<T, Stride1D.Dense> view, AcceleratorStream stream, byte value)
        where T : unmanaged =>
        view.BaseView.MemSet(stream, value);

    public static void CopyTo<T>(
        this ArrayView1D<T, Stride1D.Infinite> source, ArrayView1D<T, Stride1D.Infinite> target)
        where T : unmanaged =>
        source.BaseView.CopyTo(target.BaseView);

    public static void CopyTo<T>(
        this ArrayView1D<T, Stride1D.Infinite> source,
        AcceleratorStream stream,
        in ArrayView1D<T, Stride1D.Infinite> target)
        where T : unmanaged =>
        source.BaseView.CopyTo(stream, target.BaseView);

    public static void CopyFrom<T>(
        this ArrayView1D<T, Stride1D.Infinite> target, in ArrayView1D<T, Stride1D.Infinite> source)
        where T : unmanaged =>
        target.BaseView.CopyFrom(source.BaseView);

    public static void CopyFrom<T>(
        this ArrayView1D<T, Stride1D.Infinite> target,
        AcceleratorStream stream,
        in ArrayView1D<T, Stride1D.Infinite> source)
        where T : unmanaged =>
        target.BaseView.CopyFrom(stream, source.BaseView);

    public static void CopyTo<T>(this ArrayView1D<T, Stride1D.Dense> source, ArrayView1D<T, Stride1D.Dense> target)
        where T : unmanaged =>
        source.BaseView.CopyTo(target.BaseView);

    public static void CopyTo<T>(
        this ArrayView1D<T, Stride1D.Dense> source, AcceleratorStream stream, in ArrayView1D<T, Stride1D.Dense> target)
        where T : unmanaged =>
        source.BaseView.CopyTo(stream, target.BaseView);

    public static void CopyFrom<T>(this ArrayView1D<T, Stride1D.Dense> target, in ArrayView1D<T, Stride1D.Dense> source)
        where T : unmanaged =>
        target.BaseView.CopyFrom(source.BaseView);

    public static void CopyFrom<T>(
        this ArrayView1D<T, Stride1D.Dense> target, AcceleratorStream stream, in ArrayView1D<T, Stride1D.Dense> source)
        where T : unmanaged =>
        target.BaseView.CopyFrom(stream, source.BaseView);
}
