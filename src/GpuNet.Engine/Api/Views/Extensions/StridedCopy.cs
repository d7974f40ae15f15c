using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ILGPU.Runtime;

/// <summary>
/// Copies between strided views and arrays of the host. Elements that lie in array order are copied at once; otherwise
/// the memory under the view is brought to the host and the elements are picked there.
/// </summary>
internal static class StridedCopy
{
    public static void ToHost<T>(AcceleratorStream stream, ArrayView1D<T, Stride1D.General> view, T[] data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(data.LongLength, view.Length, nameof(data));
        ToHost(stream, view.BaseView, StridedLayout.Of(view.Extent, view.Stride), data.AsSpan(0, view.IntLength));
    }

    public static void FromHost<T>(AcceleratorStream stream, ArrayView1D<T, Stride1D.General> view, T[] data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(data.LongLength, view.Length, nameof(data));
        FromHost(stream, view.BaseView, StridedLayout.Of(data.LongLength, view.Stride), data);
    }

    public static void ToHost<T>(AcceleratorStream stream, ArrayView2D<T, Stride2D.General> view, T[,] data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        var layout = StridedLayout.Of(view.Extent, view.Stride);
        layout.CheckShape(data);
        ToHost(stream, view.BaseView, layout, HostSpan<T>(data));
    }

    public static void FromHost<T>(AcceleratorStream stream, ArrayView2D<T, Stride2D.General> view, T[,] data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        var layout = StridedLayout.Of(view.Extent, view.Stride);
        layout.CheckShape(data);
        FromHost(stream, view.BaseView, layout, HostSpan<T>(data));
    }

    public static void ToHost<T>(AcceleratorStream stream, ArrayView3D<T, Stride3D.General> view, T[,,] data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        var layout = StridedLayout.Of(view.Extent, view.Stride);
        layout.CheckShape(data);
        ToHost(stream, view.BaseView, layout, HostSpan<T>(data));
    }

    public static void FromHost<T>(AcceleratorStream stream, ArrayView3D<T, Stride3D.General> view, T[,,] data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        var layout = StridedLayout.Of(view.Extent, view.Stride);
        layout.CheckShape(data);
        FromHost(stream, view.BaseView, layout, HostSpan<T>(data));
    }

    public static void ToHost<T>(
        AcceleratorStream stream,
        ArrayView2D<T, Stride2D.General> view,
        PageLockedArray2D<T> data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        ToHost(stream, view, data.GetArray());
    }

    public static void FromHost<T>(
        AcceleratorStream stream,
        ArrayView2D<T, Stride2D.General> view,
        PageLockedArray2D<T> data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        FromHost(stream, view, data.GetArray());
    }

    public static void ToHost<T>(
        AcceleratorStream stream,
        ArrayView3D<T, Stride3D.General> view,
        PageLockedArray3D<T> data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        ToHost(stream, view, data.GetArray());
    }

    public static void FromHost<T>(
        AcceleratorStream stream,
        ArrayView3D<T, Stride3D.General> view,
        PageLockedArray3D<T> data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        FromHost(stream, view, data.GetArray());
    }

    private static void ToHost<T>(AcceleratorStream stream, ArrayView<T> view, StridedLayout layout, Span<T> data)
        where T : unmanaged
    {
        if (data.IsEmpty)
            return;
        if (layout.IsArrayOrder)
        {
            view.SubView(0, data.Length).CopyToCPU(stream, data);
            return;
        }
        var memory = Fetch(stream, view);
        var position = 0;
        for (var x = 0L; x < layout.Extent.X; ++x)
        {
            for (var y = 0L; y < layout.Extent.Y; ++y)
            {
                var row = x * layout.Stride.X + y * layout.Stride.Y;
                for (var z = 0L; z < layout.Extent.Z; ++z)
                    data[position++] = memory[row + z * layout.Stride.Z];
            }
        }
    }

    private static void FromHost<T>(
        AcceleratorStream stream,
        ArrayView<T> view,
        StridedLayout layout,
        ReadOnlySpan<T> data)
        where T : unmanaged
    {
        if (data.IsEmpty)
            return;
        if (layout.IsArrayOrder)
        {
            view.CopyFromCPU(stream, data);
            return;
        }
        // What lies between the elements has to survive.
        var memory = Fetch(stream, view);
        var position = 0;
        for (var x = 0L; x < layout.Extent.X; ++x)
        {
            for (var y = 0L; y < layout.Extent.Y; ++y)
            {
                var row = x * layout.Stride.X + y * layout.Stride.Y;
                for (var z = 0L; z < layout.Extent.Z; ++z)
                    memory[row + z * layout.Stride.Z] = data[position++];
            }
        }
        view.CopyFromCPU(stream, new ReadOnlySpan<T>(memory));
    }

    private static T[] Fetch<T>(AcceleratorStream stream, ArrayView<T> view)
        where T : unmanaged
    {
        var memory = new T[view.Length];
        view.CopyToCPU(stream, new Span<T>(memory));
        return memory;
    }

    private static Span<T> HostSpan<T>(Array array)
        where T : unmanaged =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);
}
