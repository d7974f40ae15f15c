using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>Indices of <see cref="DType.Int64"/> as the kernels read them.</summary>
internal static class Indices
{
    private static readonly ItemKernel<ArrayView<long>, ArrayView<int>> NarrowKernel = new(IndexKernels.Narrow);

    /// <summary>The same in <see cref="DType.Int32"/>; what does not fit is the end of the range.</summary>
    internal static Tensor Narrow(Tensor x)
    {
        var y = Tensor.Uninitialized(x.Shape, DType.Int32, x.Device);
        if (y.Count > 0) NarrowKernel.Launch(x.Device, y.Count, x.View<long>(), y.View<int>());
        GC.KeepAlive(x); // its memory could be used again otherwise, before the kernel is issued
        return y;
    }
}
