using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>The first few of lines of keys, of which only those blocks are sorted that may hold them.</summary>
internal static class FewOfMany
{
    private const int LeastBlock = 8;
    private const int LargestBlock = 256;

    /// <summary>
    /// How long blocks are to be, so that there are about as many of their least keys to sort as keys of chosen ones; null if
    /// that is not worth it.
    /// </summary>
    internal static int? BlockOf(int length, int kept)
    {
        var block = LeastBlock;
        while (block < LargestBlock && (long)block * block * kept * 4 <= length) block *= 2;
        return kept > 0 && (long)block * kept * 2 <= length ? block : null;
    }

    /// <summary>The least keys of each line in order, and their places: [lines, kept] each.</summary>
    internal static (Tensor Keys, Tensor Indices) Of(Tensor keys, int kept, int block)
    {
        var (lines, length) = (keys.Shape[0], keys.Shape[1]);
        var blocks = LaunchShape.Blocks(length, block);
        using var least = Tensor.Uninitialized([lines, blocks], keys.DType, keys.Device);
        using var candidates = Tensor.Uninitialized([lines, kept * block], keys.DType, keys.Device);
        if (keys.DType == DType.Int32)
            Launchers<int>.Least.Launch(keys.Device, least.Count, keys.View<int>(), least.View<int>(), length, block);
        else
            Launchers<long>.Least.Launch(keys.Device, least.Count, keys.View<long>(), least.View<long>(), length, block);
        var (firsts, first) = Sorting.OfKeys(least, kept);
        firsts.Dispose();
        var (chosen, order) = Sorting.OfKeys(first, kept);
        order.Dispose();
        var groups = new KernelConfig(chosen.Count, Math.Min(LaunchShape.GroupSize(keys.Device), block));
        if (keys.DType == DType.Int32)
            Launchers<int>.Gather.Launch(
                keys.Device, groups, keys.View<int>(), chosen.View<int>(), candidates.View<int>(), length, block, kept,
                int.MaxValue);
        else
            Launchers<long>.Gather.Launch(
                keys.Device, groups, keys.View<long>(), chosen.View<int>(), candidates.View<long>(), length, block, kept,
                long.MaxValue);
        first.Dispose();
        var (sorted, places) = Sorting.OfKeys(candidates, kept);
        Places.Launch(keys.Device, places.Count, chosen.View<int>(), places.View<int>(), block, kept);
        chosen.Dispose();
        return (sorted, places);
    }

    private static readonly ItemKernel<ArrayView<int>, ArrayView<int>, int, int> Places = new(SelectionKernels.Places);

    private static class Launchers<T> where T : unmanaged, INumber<T>
    {
        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, int, int> Least = new(SelectionKernels.Least<T>);

        internal static readonly GroupKernel<ArrayView<T>, ArrayView<int>, ArrayView<T>, int, int, int, T> Gather = new(
            SelectionKernels.Gather<T>);
    }
}
