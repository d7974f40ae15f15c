using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>
/// Where the elements of each line along an axis go when they are sorted; stable, NaN last (first, if the largest come
/// first). Nothing to differentiate: values are gathered by these indices.
/// </summary>
internal static class Sorting
{
    /// <summary>The indices of the first few elements of each line in order.</summary>
    /// <param name="x">Numbers of any type.</param>
    /// <param name="split">The lines.</param>
    /// <param name="descending">Whether the largest come first.</param>
    /// <param name="kept">How many indices of each line are wanted.</param>
    /// <returns>[outer, kept, inner], however shaped, of <see cref="DType.Int32"/>.</returns>
    internal static Tensor Indices(Tensor x, AxisSplit split, bool descending, int kept)
    {
        // Of equals the first, a NaN before all: that is what is first in descending order.
        if (kept == 1 && descending && split.Axis > 0 && x.DType.IsFloatingPoint())
            return Extremum<Max>.Index(x, split, [split.Outer, 1, split.Inner]);
        var (sorted, indices) = Lines(x, split, descending, kept);
        sorted.Dispose();
        return split.Inner == 1 ? indices : Viewing.Reshape(indices, [split.Outer, split.Inner, kept]).Transpose(1, 2);
    }

    /// <summary>The sorted keys of each line, and the indices that belong to them: [outer * inner, kept] each.</summary>
    internal static (Tensor Keys, Tensor Indices) Lines(
        Tensor x, AxisSplit split, bool descending, int kept)
    {
        if (x.DType.Size() < sizeof(int))
            return Lines(x.To(x.DType.IsFloatingPoint() ? DType.Float32 : DType.Int32), split, descending, kept);
        var keyType = x.DType.Size() == sizeof(int) ? DType.Int32 : DType.Int64;
        var lines = split.Outer * split.Inner;
        if (lines * kept == 0)
            return (Tensor.Zeros([lines, kept], keyType, x.Device), Tensor.Zeros([lines, kept], DType.Int32, x.Device));
        using var keys = Tensor.Uninitialized([lines, split.Axis], keyType, x.Device);
        WriteKeys(x, keys, split, descending ? -1 : 0);
        return OfKeys(keys, kept);
    }

    /// <summary>The same of keys [lines, length]: integers whose own order is the one that is wanted.</summary>
    internal static (Tensor Keys, Tensor Indices) OfKeys(Tensor keys, int kept)
    {
        var (lines, length, keyType) = (keys.Shape[0], keys.Shape[1], keys.DType);
        if (FewOfMany.BlockOf(length, kept) is { } block) return FewOfMany.Of(keys, kept, block);
        var run = new SortRuns
        {
            Count = LaunchShape.Blocks(length, SortKernels.Block), Length = Math.Min(SortKernels.Block, kept),
        };
        run.Last = Math.Min(run.Length, length - (run.Count - 1) * SortKernels.Block);
        var (sorted, indices) = Room(lines, run, keyType, keys.Device);
        if (keyType == DType.Int32) Launchers<int>.Sort(keys, sorted, indices, length, run.Length);
        else Launchers<long>.Sort(keys, sorted, indices, length, run.Length);
        while (run.Count > 1)
        {
            var next = Merged(run, kept);
            var (nextSorted, nextIndices) = Room(lines, next, keyType, keys.Device);
            if (keyType == DType.Int32)
                Launchers<int>.Merge(sorted, indices, nextSorted, nextIndices, lines * next.Count, run, next.Length);
            else
                Launchers<long>.Merge(sorted, indices, nextSorted, nextIndices, lines * next.Count, run, next.Length);
            sorted.Dispose();
            indices.Dispose();
            (sorted, indices, run) = (nextSorted, nextIndices, next);
        }
        return (sorted, indices);
    }

    private static SortRuns Merged(SortRuns runs, int kept)
    {
        var next = new SortRuns { Count = (runs.Count + 1) / 2, Length = Math.Min(2 * runs.Length, kept) };
        var lastPair = runs.Count % 2 == 1 ? runs.Last : runs.Length + runs.Last;
        next.Last = Math.Min(next.Length, lastPair);
        return next;
    }

    private static (Tensor Keys, Tensor Indices) Room(int lines, SortRuns runs, DType keyType, Device device)
    {
        Shape shape = [lines, runs.Count * runs.Length];
        return (Tensor.Uninitialized(shape, keyType, device), Tensor.Uninitialized(shape, DType.Int32, device));
    }

    private static void WriteKeys(Tensor x, Tensor keys, AxisSplit split, int flip)
    {
        switch (x.DType)
        {
            case DType.Float32:
                OfSingles.Launch(
                    x.Device, x.Count, x.View<float>(), keys.View<int>(), split.Axis, split.Inner, flip);
                break;
            case DType.Float64:
                OfDoubles.Launch(
                    x.Device, x.Count, x.View<double>(), keys.View<long>(), split.Axis, split.Inner, flip);
                break;
            case DType.Int32:
                OfIntegers.Launch(x.Device, x.Count, x.View<int>(), keys.View<int>(), split.Axis, split.Inner, flip);
                break;
            default:
                OfLongs.Launch(x.Device, x.Count, x.View<long>(), keys.View<long>(), split.Axis, split.Inner, flip);
                break;
        }
        GC.KeepAlive(x);
    }

    private static readonly ItemKernel<ArrayView<float>, ArrayView<int>, int, int, int> OfSingles = new(
        SortKeyKernels.OfSingles);

    private static readonly ItemKernel<ArrayView<double>, ArrayView<long>, int, int, int> OfDoubles = new(
        SortKeyKernels.OfDoubles);

    private static readonly ItemKernel<ArrayView<int>, ArrayView<int>, int, int, int> OfIntegers = new(
        SortKeyKernels.OfIntegers);

    private static readonly ItemKernel<ArrayView<long>, ArrayView<long>, int, int, int> OfLongs = new(
        SortKeyKernels.OfLongs);

    private static class Launchers<T> where T : unmanaged, INumber<T>
    {
        private static readonly GroupKernel<ArrayView<T>, ArrayView<T>, ArrayView<int>, int, int> BlocksKernel = new(
            SortKernels.Blocks<T>);

        private static readonly ItemKernel<
            ArrayView<T>, ArrayView<int>, ArrayView<T>, ArrayView<int>, SortRuns, int> MergeKernel = new(
                SortKernels.Merge<T>);

        internal static void Sort(Tensor keys, Tensor sorted, Tensor indices, int length, int kept)
        {
            var groups = keys.Count / length * LaunchShape.Blocks(length, SortKernels.Block);
            var size = Math.Min(LaunchShape.GroupSize(keys.Device), Math.Min(SortKernels.Block, length));
            BlocksKernel.Launch(
                keys.Device, new KernelConfig(groups, size), keys.View<T>(), sorted.View<T>(), indices.View<int>(),
                length, kept);
        }

        internal static void Merge(
            Tensor keys, Tensor indices, Tensor mergedKeys, Tensor merged, int pairs, SortRuns runs, int kept) =>
            MergeKernel.Launch(
                keys.Device, pairs * LaunchShape.Blocks(kept, SortKernels.PerItem), keys.View<T>(), indices.View<int>(),
                mergedKeys.View<T>(), merged.View<int>(), runs, kept);
    }
}
