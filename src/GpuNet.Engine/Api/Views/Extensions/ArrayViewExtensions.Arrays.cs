namespace ILGPU.Runtime;

public static partial class ArrayViewExtensions
{
    public static T[] GetAsArray<T>(this ArrayView<T> view)
        where T : unmanaged =>
        view.AsDense().GetAsArray1D();

    public static T[] GetAsArray<T>(this ArrayView<T> view, AcceleratorStream stream)
        where T : unmanaged =>
        view.AsDense().GetAsArray1D(stream);

    public static ArraySegment<byte> GetRawData<TView>(this TView view)
        where TView : IContiguousArrayView =>
        view.GetRawData(0, view.LengthInBytes);

    public static ArraySegment<byte> GetRawData<TView>(this TView view, AcceleratorStream stream)
        where TView : IContiguousArrayView =>
        view.GetRawData(stream, 0, view.LengthInBytes);

    public static ArraySegment<byte> GetRawData<TView>(this TView view, long byteOffset, long byteExtent)
        where TView : IContiguousArrayView =>
        view.GetRawData(HostCopy.DefaultStream(view.Buffer), byteOffset, byteExtent);

    public static ArraySegment<byte> GetRawData<TView>(
        this TView view, AcceleratorStream stream, long byteOffset, long byteExtent)
        where TView : IContiguousArrayView
    {
        var data = new byte[byteExtent];
        view.AsRawArrayView().SubView(byteOffset, byteExtent).CopyToCPU(stream, data);
        return new ArraySegment<byte>(data);
    }

    public static T[,] GetAsArray2D<T>(this ArrayView2D<T, Stride2D.DenseX> view)
        where T : unmanaged =>
        view.GetAsArray2D(HostCopy.DefaultStream(view.BaseView));

    public static T[,] GetAsArray2D<T>(this ArrayView2D<T, Stride2D.DenseX> view, AcceleratorStream stream)
        where T : unmanaged
    {
        var data = new T[view.Extent.X, view.Extent.Y];
        view.CopyToCPU(stream, data);
        return data;
    }

    public static T[,] GetAsArray2D<T>(this MemoryBuffer<ArrayView2D<T, Stride2D.DenseX>> buffer)
        where T : unmanaged =>
        buffer.View.GetAsArray2D();

    public static T[,] GetAsArray2D<T>(
        this MemoryBuffer<ArrayView2D<T, Stride2D.DenseX>> buffer, AcceleratorStream stream)
        where T : unmanaged =>
        buffer.View.GetAsArray2D(stream);

    public static T[,] GetAsArray2D<T>(this ArrayView2D<T, Stride2D.DenseY> view)
        where T : unmanaged =>
        view.GetAsArray2D(HostCopy.DefaultStream(view.BaseView));

    public static T[,] GetAsArray2D<T>(this ArrayView2D<T, Stride2D.DenseY> view, AcceleratorStream stream)
        where T : unmanaged
    {
        var data = new T[view.Extent.X, view.Extent.Y];
        view.CopyToCPU(stream, data);
        return data;
    }

    public static T[,] GetAsArray2D<T>(this MemoryBuffer<ArrayView2D<T, Stride2D.DenseY>> buffer)
        where T : unmanaged =>
        buffer.View.GetAsArray2D();

    public static T[,] GetAsArray2D<T>(
        this MemoryBuffer<ArrayView2D<T, Stride2D.DenseY>> buffer, AcceleratorStream stream)
        where T : unmanaged =>
        buffer.View.GetAsArray2D(stream);

    public static T[,,] GetAsArray3D<T>(this ArrayView3D<T, Stride3D.DenseXY> view)
        where T : unmanaged =>
        view.GetAsArray3D(HostCopy.DefaultStream(view.BaseView));

    public static T[,,] GetAsArray3D<T>(this ArrayView3D<T, Stride3D.DenseXY> view, AcceleratorStream stream)
        where T : unmanaged
    {
        var data = new T[view.Extent.X, view.Extent.Y, view.Extent.Z];
        view.CopyToCPU(stream, data);
        return data;
    }

    public static T[,,] GetAsArray3D<T>(this MemoryBuffer<ArrayView3D<T, Stride3D.DenseXY>> buffer)
        where T : unmanaged =>
        buffer.View.GetAsArray3D();

    public static T[,,] GetAsArray3D<T>(
        this MemoryBuffer<ArrayView3D<T, Stride3D.DenseXY>> buffer, AcceleratorStream stream)
        where T : unmanaged =>
        buffer.View.GetAsArray3D(stream);

    public static T[,,] GetAsArray3D<T>(this ArrayView3D<T, Stride3D.DenseZY> view)
        where T : unmanaged =>
        view.GetAsArray3D(HostCopy.DefaultStream(view.BaseView));

    public static T[,,] GetAsArray3D<T>(this ArrayView3D<T, Stride3D.DenseZY> view, AcceleratorStream stream)
        where T : unmanaged
    {
        var data = new T[view.Extent.X, view.Extent.Y, view.Extent.Z];
        view.CopyToCPU(stream, data);
        return data;
    }

    public static T[,,] GetAsArray3D<T>(this MemoryBuffer<ArrayView3D<T, Stride3D.DenseZY>> buffer)
        where T : unmanaged =>
        buffer.View.GetAsArray3D();

    public static T[,,] GetAsArray3D<T>(
        this MemoryBuffer<ArrayView3D<T, Stride3D.DenseZY>> buffer, AcceleratorStream stream)
        where T : unmanaged =>
        buffer.View.GetAsArray3D(stream);

    public static T[] GetAsArray1D<T>(this ArrayView1D<T, Stride1D.Dense> view)
        where T : unmanaged =>
        view.GetAsArray1D(HostCopy.DefaultStream(view.BaseView));

    public static T[] GetAsArray1D<T>(this ArrayView1D<T, Stride1D.Dense> view, AcceleratorStream stream)
        where T : unmanaged
    {
        var data = new T[view.Length];
        view.CopyToCPU(stream, data);
        return data;
    }

    public static T[] GetAsArray1D<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.Dense>> buffer)
        where T : unmanaged =>
        buffer.View.GetAsArray1D();

    public static T[] GetAsArray1D<T>(
        this MemoryBuffer<ArrayView1D<T, Stride1D.Dense>> buffer, AcceleratorStream stream)
        where T : unmanaged =>
        buffer.View.GetAsArray1D(stream);

    public static T[] GetAsArray1D<T>(this ArrayView1D<T, Stride1D.General> view)
        where T : unmanaged =>
        view.GetAsArray1D(HostCopy.DefaultStream(view.BaseView));

    public static T[] GetAsArray1D<T>(this ArrayView1D<T, Stride1D.General> view, AcceleratorStream stream)
        where T : unmanaged
    {
        var data = new T[view.Length];
        view.CopyToCPU(stream, data);
        return data;
    }

    public static T[] GetAsArray1D<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.General>> buffer)
        where T : unmanaged =>
        buffer.View.GetAsArray1D();

    public static T[] GetAsArray1D<T>(
        this MemoryBuffer<ArrayView1D<T, Stride1D.General>> buffer, AcceleratorStream stream)
        where T : unmanaged =>
        buffer.View.GetAsArray1D(stream);

    public static T[,] GetAsArray2D<T>(this ArrayView2D<T, Stride2D.General> view)
        where T : unmanaged =>
        view.GetAsArray2D(HostCopy.DefaultStream(view.BaseView));

    public static T[,] GetAsArray2D<T>(this ArrayView2D<T, Stride2D.General> view, AcceleratorStream stream)
        where T : unmanaged
    {
        var data = new T[view.Extent.X, view.Extent.Y];
        view.CopyToCPU(stream, data);
        return data;
    }

    public static T[,] GetAsArray2D<T>(this MemoryBuffer<ArrayView2D<T, Stride2D.General>> buffer)
        where T : unmanaged =>
        buffer.View.GetAsArray2D();

    public static T[,] GetAsArray2D<T>(
        this MemoryBuffer<ArrayView2D<T, Stride2D.General>> buffer, AcceleratorStream stream)
        where T : unmanaged =>
        buffer.View.GetAsArray2D(stream);

    public static T[,,] GetAsArray3D<T>(this ArrayView3D<T, Stride3D.General> view)
        where T : unmanaged =>
        view.GetAsArray3D(HostCopy.DefaultStream(view.BaseView));

    public static T[,,] GetAsArray3D<T>(this ArrayView3D<T, Stride3D.General> view, AcceleratorStream stream)
        where T : unmanaged
    {
        var data = new T[view.Extent.X, view.Extent.Y, view.Extent.Z];
        view.CopyToCPU(stream, data);
        return data;
    }

    public static T[,,] GetAsArray3D<T>(this MemoryBuffer<ArrayView3D<T, Stride3D.General>> buffer)
        where T : unmanaged =>
        buffer.View.GetAsArray3D();

    public static T[,,] GetAsArray3D<T>(
        this MemoryBuffer<ArrayView3D<T, Stride3D.General>> buffer, AcceleratorStream stream)
        where T : unmanaged =>
        buffer.View.GetAsArray3D(stream);
}
