using GpuNet.Engine.Drivers.Cpu;
using ILGPU.Runtime;

namespace ILGPU;

public static class SharedMemory
{
    public static ArrayView1D<T, Stride1D.Dense> Allocate1D<T>(Index1D extent)
        where T : unmanaged =>
        new(Allocate<T>(extent.X), extent, default);

    public static ArrayView1D<T, TStride> Allocate1D<T, TStride>(Index1D extent, TStride stride)
        where T : unmanaged
        where TStride : struct, IStride1D =>
        new(Allocate<T>(stride.ComputeBufferLength(extent)), extent, stride);

    public static ArrayView2D<T, TStride> Allocate2D<T, TStride>(Index2D extent, TStride stride)
        where T : unmanaged
        where TStride : struct, IStride2D =>
        new(Allocate<T>(stride.ComputeBufferLength(extent)), extent, stride);

    public static ArrayView3D<T, TStride> Allocate3D<T, TStride>(Index3D extent, TStride stride)
        where T : unmanaged
        where TStride : struct, IStride3D =>
        new(Allocate<T>(stride.ComputeBufferLength(extent)), extent, stride);

    public static ArrayView2D<T, Stride2D.DenseX> Allocate2DDenseX<T>(in Index2D extent)
        where T : unmanaged =>
        new(Allocate<T>(extent.Size), extent, Stride2D.DenseX.FromExtent(extent));

    public static ArrayView2D<T, Stride2D.DenseY> Allocate2DDenseY<T>(in Index2D extent)
        where T : unmanaged =>
        new(Allocate<T>(extent.Size), extent, Stride2D.DenseY.FromExtent(extent));

    public static ArrayView3D<T, Stride3D.DenseXY> Allocate3DDenseXY<T>(in Index3D extent)
        where T : unmanaged =>
        new(Allocate<T>(extent.Size), extent, Stride3D.DenseXY.FromExtent(extent));

    public static ArrayView3D<T, Stride3D.DenseZY> Allocate3DDenseZY<T>(in Index3D extent)
        where T : unmanaged =>
        new(Allocate<T>(extent.Size), extent, Stride3D.DenseZY.FromExtent(extent));

    public static ref T Allocate<T>()
        where T : unmanaged =>
        ref Allocate<T>(1)[0];

    public static ArrayView<T> Allocate<T>(int extent)
        where T : unmanaged =>
        WorkItem.Current.AllocateShared<T>(extent);

    public static ArrayView<T> GetDynamic<T>()
        where T : unmanaged =>
        WorkItem.Current.Group.DynamicShared.Cast<T>();
}
