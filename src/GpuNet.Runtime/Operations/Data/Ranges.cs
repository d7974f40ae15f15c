using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>Equally spaced numbers, computed in double precision on the device.</summary>
internal static class Ranges
{
    /// <summary>start + i * step for i below half, and counted down from the end from there on.</summary>
    internal static Tensor Create(int count, double start, double end, double step, int half, DType dtype, Device? device)
    {
        // Types without kernels of their own come from singles.
        var own = dtype is DType.Float64 or DType.Int32 or DType.Int64 ? dtype : DType.Float32;
        var y = Tensor.Uninitialized([count], own, device ?? Device.Default);
        if (count > 0) Launch(y, start, end, step, half);
        return y.To(dtype);
    }

    private static void Launch(Tensor y, double start, double end, double step, int half)
    {
        var last = y.Count - 1;
        switch (y.DType)
        {
            case DType.Float64: Doubles.Launch(y.Device, y.Count, y.View<double>(), start, end, step, half, last); break;
            case DType.Int32: Integers.Launch(y.Device, y.Count, y.View<int>(), start, end, step, half, last); break;
            case DType.Int64: Longs.Launch(y.Device, y.Count, y.View<long>(), start, end, step, half, last); break;
            default: Singles.Launch(y.Device, y.Count, y.View<float>(), start, end, step, half, last); break;
        }
    }

    private static readonly ItemKernel<ArrayView<float>, double, double, double, int, int> Singles = new(RangeKernels.Singles);

    private static readonly ItemKernel<ArrayView<double>, double, double, double, int, int> Doubles = new(RangeKernels.Doubles);

    private static readonly ItemKernel<ArrayView<int>, double, double, double, int, int> Integers = new(RangeKernels.Integers);

    private static readonly ItemKernel<ArrayView<long>, double, double, double, int, int> Longs = new(RangeKernels.Longs);
}
