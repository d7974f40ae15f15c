using GpuNet.Engine.Drivers.Cpu;
using ILGPU.Algorithms;

namespace ILGPU.Runtime;

public static partial class ArrayViewExtensions
{
    public static MemoryBuffer1D<T, Stride1D.Dense> Allocate1D<T>(this Accelerator accelerator, T[] data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return accelerator.Allocate1D(accelerator.DefaultStream, data);
    }

    public static MemoryBuffer1D<T, Stride1D.Dense> Allocate1D<T>(
        this Accelerator accelerator, AcceleratorStream stream, T[] data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        ArgumentNullException.ThrowIfNull(data);
        var buffer = accelerator.Allocate1D<T>(data.LongLength);
        buffer.View.CopyFromCPU(stream, data);
        return buffer;
    }

    // Views of the array itself, which stays pinned as long as some view of it lives.
    public static ArrayView<T> AsContiguousArrayView<T>(this T[] array)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(array);
        return new(new PinnedArrayBuffer(array, Interop.SizeOf<T>()), 0, array.LongLength);
    }

    public static ArrayView1D<T, Stride1D.Dense> AsArrayView<T>(this T[] array)
        where T : unmanaged =>
        array.AsContiguousArrayView();

    public static ArrayView2D<T, Stride2D.DenseY> AsArrayView<T>(this T[,] array)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(array);
        var baseView = new ArrayView<T>(new PinnedArrayBuffer(array, Interop.SizeOf<T>()), 0, array.LongLength);
        var extent = array.GetExtent();
        return new(baseView, extent, Stride2D.DenseY.FromExtent(extent));
    }

    public static ArrayView3D<T, Stride3D.DenseZY> AsArrayView<T>(this T[,,] array)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(array);
        var baseView = new ArrayView<T>(new PinnedArrayBuffer(array, Interop.SizeOf<T>()), 0, array.LongLength);
        var extent = array.GetExtent();
        return new(baseView, extent, Stride3D.DenseZY.FromExtent(extent));
    }

    public static MemoryBuffer2D<T, Stride2D.DenseX> Allocate2DDenseX<T>(this Accelerator accelerator, T[,] data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return accelerator.Allocate2DDenseX(accelerator.DefaultStream, data);
    }

    public static MemoryBuffer2D<T, Stride2D.DenseX> Allocate2DDenseX<T>(
        this Accelerator accelerator, AcceleratorStream stream, T[,] data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        ArgumentNullException.ThrowIfNull(data);
        var buffer = accelerator.Allocate2DDenseX<T>(data.GetExtent());
        buffer.View.CopyFromCPU(stream, data);
        return buffer;
    }

    public static MemoryBuffer2D<T, Stride2D.DenseY> Allocate2DDenseY<T>(this Accelerator accelerator, T[,] data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return accelerator.Allocate2DDenseY(accelerator.DefaultStream, data);
    }

    public static MemoryBuffer2D<T, Stride2D.DenseY> Allocate2DDenseY<T>(
        this Accelerator accelerator, AcceleratorStream stream, T[,] data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        ArgumentNullException.ThrowIfNull(data);
        var buffer = accelerator.Allocate2DDenseY<T>(data.GetExtent());
        buffer.View.CopyFromCPU(stream, data);
        return buffer;
    }

    public static MemoryBuffer3D<T, Stride3D.DenseXY> Allocate3DDenseXY<T>(this Accelerator accelerator, T[,,] data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return accelerator.Allocate3DDenseXY(accelerator.DefaultStream, data);
    }

    public static MemoryBuffer3D<T, Stride3D.DenseXY> Allocate3DDenseXY<T>(
        this Accelerator accelerator, AcceleratorStream stream, T[,,] data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        ArgumentNullException.ThrowIfNull(data);
        var buffer = accelerator.Allocate3DDenseXY<T>(data.GetExtent());
        buffer.View.CopyFromCPU(stream, data);
        return buffer;
    }

    public static MemoryBuffer3D<T, Stride3D.DenseZY> Allocate3DDenseZY<T>(this Accelerator accelerator, T[,,] data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return accelerator.Allocate3DDenseZY(accelerator.DefaultStream, data);
    }

    public static MemoryBuffer3D<T, Stride3D.DenseZY> Allocate3DDenseZY<T>(
        this Accelerator accelerator, AcceleratorStream stream, T[,,] data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        ArgumentNullException.ThrowIfNull(data);
        var buffer = accelerator.Allocate3DDenseZY<T>(data.GetExtent());
        buffer.View.CopyFromCPU(stream, data);
        return buffer;
    }
}
