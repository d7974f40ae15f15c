using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>Where a mask holds, found on the device; only how many there are is read back, as it is the result's shape.</summary>
internal static class MaskedPlaces
{
    /// <summary>The places, counted through all dimensions, rising.</summary>
    /// <param name="mask">Of any shape; <see cref="DType.Bool"/>.</param>
    internal static Tensor Of(Tensor mask)
    {
        var device = mask.Device;
        if (mask.Count == 0) return Tensor.Zeros([0], DType.Int32, device);
        using var counts = Tensor.Uninitialized([LaunchShape.Blocks(mask.Count, MaskKernels.Chunk)], DType.Int64, device);
        Counts.Launch(device, counts.Count, mask.View<byte>(), counts.View<long>());
        using var sums = CumulativeSum.Forward(counts, AxisSplit.Whole(counts.Shape), fromLast: false);
        var places = Tensor.Uninitialized([(int)sums[^1..].ToArray<long>()[0]], DType.Int32, device);
        if (places.Count > 0) Places.Launch(device, counts.Count, mask.View<byte>(), sums.View<long>(), places.View<int>());
        GC.KeepAlive(mask);
        return places;
    }

    private static readonly ItemKernel<ArrayView<byte>, ArrayView<long>> Counts = new(MaskKernels.Counts);

    private static readonly ItemKernel<ArrayView<byte>, ArrayView<long>, ArrayView<int>> Places = new(MaskKernels.Places);
}
