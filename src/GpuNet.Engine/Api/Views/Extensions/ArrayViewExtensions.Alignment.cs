namespace ILGPU.Runtime;

public static partial class ArrayViewExtensions
{
    // The elements before the first aligned one, and the rest.
    public static (ArrayView<T>, ArrayView<T>) AlignTo<T>(this ArrayView<T> view, int alignmentInBytes)
        where T : unmanaged
    {
        if (view.Length < 1)
            return (view, view);
        var address = view.LoadEffectiveAddressAsPtr().ToInt64();
        var offset = Interop.ComputeAlignmentOffset(address, alignmentInBytes);
        var prefix = IntrinsicMath.Min(IntrinsicMath.DivRoundUp(offset, Interop.SizeOf<T>()), view.Length);
        return (view.SubView(0, prefix), view.SubView(prefix));
    }

    public static (ArrayView<T>, ArrayView<T>) AlignTo<T>(
        this ArrayView1D<T, Stride1D.Dense> view, int alignmentInBytes)
        where T : unmanaged =>
        view.BaseView.AlignTo(alignmentInBytes);

    // A promise of the caller. Nothing here depends on it: the compiler takes alignment from the element type.
    public static ArrayView<T> AsAligned<T>(this ArrayView<T> view, int alignmentInBytes)
        where T : unmanaged =>
        view;

    public static ArrayView1D<T, Stride1D.Dense> AsAligned<T>(
        this ArrayView1D<T, Stride1D.Dense> view, int alignmentInBytes)
        where T : unmanaged =>
        view;

    public static (ArrayView<T>, ArrayView<T>) AlignTo16<T>(this ArrayView<T> view)
        where T : unmanaged =>
        view.AlignTo(16);

    public static (ArrayView<T>, ArrayView<T>) AlignTo16<T>(this ArrayView1D<T, Stride1D.Dense> view)
        where T : unmanaged =>
        view.AlignTo(16);

    public static ArrayView<T> AsAligned16<T>(this ArrayView<T> view)
        where T : unmanaged =>
        view.AsAligned(16);

    public static ArrayView1D<T, Stride1D.Dense> AsAligned16<T>(this ArrayView1D<T, Stride1D.Dense> view)
        where T : unmanaged =>
        view.AsAligned(16);

    public static (ArrayView<T>, ArrayView<T>) AlignTo32<T>(this ArrayView<T> view)
        where T : unmanaged =>
        view.AlignTo(32);

    public static (ArrayView<T>, ArrayView<T>) AlignTo32<T>(this ArrayView1D<T, Stride1D.Dense> view)
        where T : unmanaged =>
        view.AlignTo(32);

    public static ArrayView<T> AsAligned32<T>(this ArrayView<T> view)
        where T : unmanaged =>
        view.AsAligned(32);

    public static ArrayView1D<T, Stride1D.Dense> AsAligned32<T>(this ArrayView1D<T, Stride1D.Dense> view)
        where T : unmanaged =>
        view.AsAligned(32);

    public static (ArrayView<T>, ArrayView<T>) AlignTo64<T>(this ArrayView<T> view)
        where T : unmanaged =>
        view.AlignTo(64);

    public static (ArrayView<T>, ArrayView<T>) AlignTo64<T>(this ArrayView1D<T, Stride1D.Dense> view)
        where T : unmanaged =>
        view.AlignTo(64);

    public static ArrayView<T> AsAligned64<T>(this ArrayView<T> view)
        where T : unmanaged =>
        view.AsAligned(64);

    public static ArrayView1D<T, Stride1D.Dense> AsAligned64<T>(this ArrayView1D<T, Stride1D.Dense> view)
        where T : unmanaged =>
        view.AsAligned(64);

    public static (ArrayView<T>, ArrayView<T>) AlignTo128<T>(this ArrayView<T> view)
        where T : unmanaged =>
        view.AlignTo(128);

    public static (ArrayView<T>, ArrayView<T>) AlignTo128<T>(this ArrayView1D<T, Stride1D.Dense> view)
        where T : unmanaged =>
        view.AlignTo(128);

    public static ArrayView<T> AsAligned128<T>(this ArrayView<T> view)
        where T : unmanaged =>
        view.AsAligned(128);

    public static ArrayView1D<T, Stride1D.Dense> AsAligned128<T>(this ArrayView1D<T, Stride1D.Dense> view)
        where T : unmanaged =>
        view.AsAligned(128);

    public static (ArrayView<T>, ArrayView<T>) AlignTo256<T>(this ArrayView<T> view)
        where T : unmanaged =>
        view.AlignTo(256);

    public static (ArrayView<T>, ArrayView<T>) AlignTo256<T>(this ArrayView1D<T, Stride1D.Dense> view)
        where T : unmanaged =>
        view.AlignTo(256);

    public static ArrayView<T> AsAligned256<T>(this ArrayView<T> view)
        where T : unmanaged =>
        view.AsAligned(256);

    public static ArrayView1D<T, Stride1D.Dense> AsAligned256<T>(this ArrayView1D<T, Stride1D.Dense> view)
        where T : unmanaged =>
        view.AsAligned(256);

    public static (ArrayView<T>, ArrayView<T>) AlignTo512<T>(this ArrayView<T> view)
        where T : unmanaged =>
        view.AlignTo(512);

    public static (ArrayView<T>, ArrayView<T>) AlignTo512<T>(this ArrayView1D<T, Stride1D.Dense> view)
        where T : unmanaged =>
        view.AlignTo(512);

    public static ArrayView<T> AsAligned512<T>(this ArrayView<T> view)
        where T : unmanaged =>
        view.AsAligned(512);

    public static ArrayView1D<T, Stride1D.Dense> AsAligned512<T>(this ArrayView1D<T, Stride1D.Dense> view)
        where T : unmanaged =>
        view.AsAligned(512);
}
