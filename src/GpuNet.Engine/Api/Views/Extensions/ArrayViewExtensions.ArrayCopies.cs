namespace ILGPU.Runtime;

public static partial class ArrayViewExtensions
{
    public static void CopyFromCPU<T>(this ArrayView1D<T, Stride1D.General> view, T[] data)
        where T : unmanaged =>
        view.CopyFromCPU(HostCopy.DefaultStream(view.BaseView), data);

    public static void CopyFromCPU<T>(this ArrayView1D<T, Stride1D.General> view, AcceleratorStream stream, T[] data)
        where T : unmanaged =>
        StridedCopy.FromHost(stream, view.AsGeneral(), data);

    public static void CopyFromCPU<T>(this ArrayView2D<T, Stride2D.General> view, T[,] data)
        where T : unmanaged =>
        view.CopyFromCPU(HostCopy.DefaultStream(view.BaseView), data);

    public static void CopyFromCPU<T>(this ArrayView2D<T, Stride2D.General> view, AcceleratorStream stream, T[,] data)
        where T : unmanaged =>
        StridedCopy.FromHost(stream, view.AsGeneral(), data);

    public static void CopyFromCPU<T>(this ArrayView3D<T, Stride3D.General> view, T[,,] data)
        where T : unmanaged =>
        view.CopyFromCPU(HostCopy.DefaultStream(view.BaseView), data);

    public static void CopyFromCPU<T>(this ArrayView3D<T, Stride3D.General> view, AcceleratorStream stream, T[,,] data)
        where T : unmanaged =>
        StridedCopy.FromHost(stream, view.AsGeneral(), data);

    public static void CopyToCPU<T>(this ArrayView1D<T, Stride1D.General> view, T[] data)
        where T : unmanaged =>
        view.CopyToCPU(HostCopy.DefaultStream(view.BaseView), data);

    public static void CopyToCPU<T>(this ArrayView1D<T, Stride1D.General> view, AcceleratorStream stream, T[] data)
        where T : unmanaged =>
        StridedCopy.ToHost(stream, view.AsGeneral(), data);

    public static void CopyToCPU<T>(this ArrayView2D<T, Stride2D.General> view, T[,] data)
        where T : unmanaged =>
        view.CopyToCPU(HostCopy.DefaultStream(view.BaseView), data);

    public static void CopyToCPU<T>(this ArrayView2D<T, Stride2D.General> view, AcceleratorStream stream, T[,] data)
        where T : unmanaged =>
        StridedCopy.ToHost(stream, view.AsGeneral(), data);

    public static void CopyToCPU<T>(this ArrayView3D<T, Stride3D.General> view, T[,,] data)
        where T : unmanaged =>
        view.CopyToCPU(HostCopy.DefaultStream(view.BaseView), data);

    public static void CopyToCPU<T>(this ArrayView3D<T, Stride3D.General> view, AcceleratorStream stream, T[,,] data)
        where T : unmanaged =>
        StridedCopy.ToHost(stream, view.AsGeneral(), data);

    public static void CopyToCPU<T>(this ArrayView2D<T, Stride2D.DenseX> view, T[,] data)
        where T : unmanaged =>
        view.CopyToCPU(HostCopy.DefaultStream(view.BaseView), data);

    public static void CopyToCPU<T>(this ArrayView2D<T, Stride2D.DenseX> view, AcceleratorStream stream, T[,] data)
        where T : unmanaged =>
        StridedCopy.ToHost(stream, view.AsGeneral(), data);

    public static void CopyFromCPU<T>(this ArrayView2D<T, Stride2D.DenseX> view, T[,] data)
        where T : unmanaged =>
        view.CopyFromCPU(HostCopy.DefaultStream(view.BaseView), data);

    public static void CopyFromCPU<T>(this ArrayView2D<T, Stride2D.DenseX> view, AcceleratorStream stream, T[,] data)
        where T : unmanaged =>
        StridedCopy.FromHost(stream, view.AsGeneral(), data);

    public static void CopyToCPU<T>(this ArrayView2D<T, Stride2D.DenseY> view, T[,] data)
        where T : unmanaged =>
        view.CopyToCPU(HostCopy.DefaultStream(view.BaseView), data);

    public static void CopyToCPU<T>(this ArrayView2D<T, Stride2D.DenseY> view, AcceleratorStream stream, T[,] data)
        where T : unmanaged =>
        StridedCopy.ToHost(stream, view.AsGeneral(), data);

    public static void CopyFromCPU<T>(this ArrayView2D<T, Stride2D.DenseY> view, T[,] data)
        where T : unmanaged =>
        view.CopyFromCPU(HostCopy.DefaultStream(view.BaseView), data);

    public static void CopyFromCPU<T>(this ArrayView2D<T, Stride2D.DenseY> view, AcceleratorStream stream, T[,] data)
        where T : unmanaged =>
        StridedCopy.FromHost(stream, view.AsGeneral(), data);

    public static void CopyToCPU<T>(this ArrayView3D<T, Stride3D.DenseXY> view, T[,,] data)
        where T : unmanaged =>
        view.CopyToCPU(HostCopy.DefaultStream(view.BaseView), data);

    public static void CopyToCPU<T>(this ArrayView3D<T, Stride3D.DenseXY> view, AcceleratorStream stream, T[,,] data)
        where T : unmanaged =>
        StridedCopy.ToHost(stream, view.AsGeneral(), data);

    public static void CopyFromCPU<T>(this ArrayView3D<T, Stride3D.DenseXY> view, T[,,] data)
        where T : unmanaged =>
        view.CopyFromCPU(HostCopy.DefaultStream(view.BaseView), data);

    public static void CopyFromCPU<T>(this ArrayView3D<T, Stride3D.DenseXY> view, AcceleratorStream stream, T[,,] data)
        where T : unmanaged =>
        StridedCopy.FromHost(stream, view.AsGeneral(), data);

    public static void CopyToCPU<T>(this ArrayView3D<T, Stride3D.DenseZY> view, T[,,] data)
        where T : unmanaged =>
        view.CopyToCPU(HostCopy.DefaultStream(view.BaseView), data);

    public static void CopyToCPU<T>(this ArrayView3D<T, Stride3D.DenseZY> view, AcceleratorStream stream, T[,,] data)
        where T : unmanaged =>
        StridedCopy.ToHost(stream, view.AsGeneral(), data);

    public static void CopyFromCPU<T>(this ArrayView3D<T, Stride3D.DenseZY> view, T[,,] data)
        where T : unmanaged =>
        view.CopyFromCPU(HostCopy.DefaultStream(view.BaseView), data);

    public static void CopyFromCPU<T>(this ArrayView3D<T, Stride3D.DenseZY> view, AcceleratorStream stream, T[,,] data)
        where T : unmanaged =>
        StridedCopy.FromHost(stream, view.AsGeneral(), data);

    public static void CopyToCPU<T>(this ArrayView1D<T, Stride1D.Dense> view, T[] data)
        where T : unmanaged =>
        view.CopyToCPU(HostCopy.DefaultStream(view.BaseView), data);

    public static void CopyToCPU<T>(this ArrayView1D<T, Stride1D.Dense> view, AcceleratorStream stream, T[] data)
        where T : unmanaged =>
        StridedCopy.ToHost(stream, view.AsGeneral(), data);

    public static void CopyFromCPU<T>(this ArrayView1D<T, Stride1D.Dense> view, T[] data)
        where T : unmanaged =>
        view.CopyFromCPU(HostCopy.DefaultStream(view.BaseView), data);

    public static void CopyFromCPU<T>(this ArrayView1D<T, Stride1D.Dense> view, AcceleratorStream stream, T[] data)
        where T : unmanaged =>
        StridedCopy.FromHost(stream, view.AsGeneral(), data);
}
