using System.Runtime.CompilerServices;

namespace ILGPU.Runtime;

public static partial class ArrayViewExtensions
{
    public static ref byte LoadEffectiveAddress<T>(this ArrayView<T> view)
        where T : unmanaged =>
        ref Unsafe.As<T, byte>(ref view[0]);

    public static unsafe IntPtr LoadEffectiveAddressAsPtr<T>(this ArrayView<T> view)
        where T : unmanaged =>
        (IntPtr)Unsafe.AsPointer(ref view.LoadEffectiveAddress());

    public static VariableView<T> VariableView<T>(this ArrayView<T> view, Index1D element)
        where T : unmanaged =>
        new(view.SubView(element.X, 1));

    public static VariableView<T> VariableView<T>(this ArrayView<T> view, LongIndex1D element)
        where T : unmanaged =>
        new(view.SubView(element.X, 1));

    public static ArrayView1D<T, Stride1D.Dense> AsDense<T>(this ArrayView<T> view)
        where T : unmanaged =>
        view;

    public static ArrayView1D<T, Stride1D.General> AsGeneral<T>(this ArrayView<T> view, Stride1D.General stride)
        where T : unmanaged =>
        view.AsDense().AsGeneral(stride);

    public static ArrayView1D<T, Stride1D.General> AsGeneral<T>(this ArrayView<T> view)
        where T : unmanaged =>
        view.AsDense().AsGeneral();

    public static bool HasNoData<TView>(this TView view)
        where TView : IArrayView =>
        !view.HasData();

    public static bool HasData<TView>(this TView view)
        where TView : IArrayView =>
        view.IsValid && view.Length > 0;

    public static Accelerator GetAccelerator<TView>(this TView view)
        where TView : IArrayView
    {
        var buffer = view.IsValid ? view.Buffer : null;
        return buffer?.Accelerator ?? throw new InvalidOperationException(
            "The view belongs to no accelerator: it is empty, or a view of an array of the host.");
    }

    public static Context GetContext<TView>(this TView view)
        where TView : IArrayView =>
        view.GetAccelerator().Context;

    public static ContextProperties GetContextProperties<TView>(this TView view)
        where TView : IArrayView =>
        view.GetContext().Properties;

    public static AcceleratorType GetAcceleratorType<TView>(this TView view)
        where TView : IArrayView =>
        view.GetAccelerator().AcceleratorType;
}
