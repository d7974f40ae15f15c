namespace ILGPU.Runtime;

public static partial class ArrayViewExtensions
{
    public static void CopyToCPU<T>(this MemoryBuffer<ArrayView2D<T, Stride2D.DenseX>> buffer, T[,] data)
        where T : unmanaged =>
        buffer.View.CopyToCPU(data);

    public static void CopyToCPU<T>(
        this MemoryBuffer<ArrayView2D<T, Stride2D.DenseX>> buffer, AcceleratorStream stream, T[,] data)
        where T : unmanaged =>
        buffer.View.CopyToCPU(stream, data);

    public static void CopyFromCPU<T>(this MemoryBuffer<ArrayView2D<T, Stride2D.DenseX>> buffer, T[,] data)
        where T : unmanaged =>
        buffer.View.CopyFromCPU(data);

    public static void CopyFromCPU<T>(
        this MemoryBuffer<ArrayView2D<T, Stride2D.DenseX>> buffer, AcceleratorStream stream, T[,] data)
        where T : unmanaged =>
        buffer.View.CopyFromCPU(stream, data);

    public static void CopyToCPU<T>(this MemoryBuffer<ArrayView2D<T, Stride2D.DenseY>> buffer, T[,] data)
        where T : unmanaged =>
        buffer.View.CopyToCPU(data);

    public static void CopyToCPU<T>(
        this MemoryBuffer<ArrayView2D<T, Stride2D.DenseY>> buffer, AcceleratorStream stream, T[,] data)
        where T : unmanaged =>
        buffer.View.CopyToCPU(stream, data);

    public static void CopyFromCPU<T>(this MemoryBuffer<ArrayView2D<T, Stride2D.DenseY>> buffer, T[,] data)
        where T : unmanaged =>
        buffer.View.CopyFromCPU(data);

    public static void CopyFromCPU<T>(
        this MemoryBuffer<ArrayView2D<T, Stride2D.DenseY>> buffer, AcceleratorStream stream, T[,] data)
        where T : unmanaged =>
        buffer.View.CopyFromCPU(stream, data);

    public static void CopyToCPU<T>(this MemoryBuffer<ArrayView3D<T, Stride3D.DenseXY>> buffer, T[,,] data)
        where T : unmanaged =>
        buffer.View.CopyToCPU(data);

    public static void CopyToCPU<T>(
        this MemoryBuffer<ArrayView3D<T, Stride3D.DenseXY>> buffer, AcceleratorStream stream, T[,,] data)
        where T : unmanaged =>
        buffer.View.CopyToCPU(stream, data);

    public static void CopyFromCPU<T>(this MemoryBuffer<ArrayView3D<T, Stride3D.DenseXY>> buffer, T[,,] data)
        where T : unmanaged =>
        buffer.View.CopyFromCPU(data);

    public static void CopyFromCPU<T>(
        this MemoryBuffer<ArrayView3D<T, Stride3D.DenseXY>> buffer, AcceleratorStream stream, T[,,] data)
        where T : unmanaged =>
        buffer.View.CopyFromCPU(stream, data);

    public static void CopyToCPU<T>(this MemoryBuffer<ArrayView3D<T, Stride3D.DenseZY>> buffer, T[,,] data)
        where T : unmanaged =>
        buffer.View.CopyToCPU(data);

    public static void CopyToCPU<T>(
        this MemoryBuffer<ArrayView3D<T, Stride3D.DenseZY>> buffer, AcceleratorStream stream, T[,,] data)
        where T : unmanaged =>
        buffer.View.CopyToCPU(stream, data);

    public static void CopyFromCPU<T>(this MemoryBuffer<ArrayView3D<T, Stride3D.DenseZY>> buffer, T[,,] data)
        where T : unmanaged =>
        buffer.View.CopyFromCPU(data);

    public static void CopyFromCPU<T>(
        this MemoryBuffer<ArrayView3D<T, Stride3D.DenseZY>> buffer, AcceleratorStream stream, T[,,] data)
        where T : unmanaged =>
        buffer.View.CopyFromCPU(stream, data);

    public static void CopyToCPU<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.Dense>> buffer, T[] data)
        where T : unmanaged =>
        buffer.View.CopyToCPU(data);

    public static void CopyToCPU<T>(
        this MemoryBuffer<ArrayView1D<T, Stride1D.Dense>> buffer, AcceleratorStream stream, T[] data)
        where T : unmanaged =>
        buffer.View.CopyToCPU(stream, data);

    public static void CopyFromCPU<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.Dense>> buffer, T[] data)
        where T : unmanaged =>
        buffer.View.CopyFromCPU(data);

    public static void CopyFromCPU<T>(
        this MemoryBuffer<ArrayView1D<T, Stride1D.Dense>> buffer, AcceleratorStream stream, T[] data)
        where T : unmanaged =>
        buffer.View.CopyFromCPU(stream, data);

    public static void CopyToCPU<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.General>> buffer, T[] data)
        where T : unmanaged =>
        buffer.View.CopyToCPU(data);

    public static void CopyToCPU<T>(
        this MemoryBuffer<ArrayView1D<T, Stride1D.General>> buffer, AcceleratorStream stream, T[] data)
        where T : unmanaged =>
        buffer.View.CopyToCPU(stream, data);

    public static void CopyFromCPU<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.General>> buffer, T[] data)
        where T : unmanaged =>
        buffer.View.CopyFromCPU(data);

    public static void CopyFromCPU<T>(
        this MemoryBuffer<ArrayView1D<T, Stride1D.General>> buffer, AcceleratorStream stream, T[] data)
        where T : unmanaged =>
        buffer.View.CopyFromCPU(stream, data);

    public static void CopyToCPU<T>(this MemoryBuffer<ArrayView2D<T, Stride2D.General>> buffer, T[,] data)
        where T : unmanaged =>
        buffer.View.CopyToCPU(data);

    public static void CopyToCPU<T>(
        this MemoryBuffer<ArrayView2D<T, Stride2D.General>> buffer, AcceleratorStream stream, T[,] data)
        where T : unmanaged =>
        buffer.View.CopyToCPU(stream, data);

    public static void CopyFromCPU<T>(this MemoryBuffer<ArrayView2D<T, Stride2D.General>> buffer, T[,] data)
        where T : unmanaged =>
        buffer.View.CopyFromCPU(data);

    public static void CopyFromCPU<T>(
        this MemoryBuffer<ArrayView2D<T, Stride2D.General>> buffer, AcceleratorStream stream, T[,] data)
        where T : unmanaged =>
        buffer.View.CopyFromCPU(stream, data);

    public static void CopyToCPU<T>(this MemoryBuffer<ArrayView3D<T, Stride3D.General>> buffer, T[,,] data)
        where T : unmanaged =>
        buffer.View.CopyToCPU(data);

    public static void CopyToCPU<T>(
        this MemoryBuffer<ArrayView3D<T, Stride3D.General>> buffer, AcceleratorStream stream, T[,,] data)
        where T : unmanaged =>
        buffer.View.CopyToCPU(stream, data);

    public static void CopyFromCPU<T>(this MemoryBuffer<ArrayView3D<T, Stride3D.General>> buffer, T[,,] data)
        where T : unmanaged =>
        buffer.View.CopyFromCPU(data);

    public static void CopyFromCPU<T>(
        this MemoryBuffer<ArrayView3D<T, Stride3D.General>> buffer, AcceleratorStream stream, T[,,] data)
        where T : unmanaged =>
        buffer.View.CopyFromCPU(stream, data);
}
