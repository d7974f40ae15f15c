using System.Numerics;
using GpuNet.Kernels;
using GpuNet.Operations;
using ILGPU;

namespace GpuNet;

/// <summary>The numbers 0..n-1 in random order, made on the device, the same on each for the same stream.</summary>
internal static class Permutations
{
    /// <summary>Up to so many are sorted by random keys, so that each order is equally likely.</summary>
    internal const int MostSorted = 4096;

    internal static Tensor Of(RandomStream stream, int count, Device device) => count switch
    {
        0 => Tensor.Zeros([0], DType.Int32, device),
        <= MostSorted => Sorted(stream, count, device),
        _ => Computed(stream, count, device),
    };

    private static Tensor Sorted(RandomStream stream, int count, Device device)
    {
        using var keys = Tensor.Uninitialized([1, count], DType.Int64, device);
        Keys.Launch(device, count, keys.View<long>(), stream);
        var (sorted, places) = Sorting.OfKeys(keys, count);
        sorted.Dispose();
        return Viewing.Reshape(places, [count]);
    }

    private static Tensor Computed(RandomStream stream, int count, Device device)
    {
        var words = new int[PermutationKernels.Rounds];
        for (var i = 0; i < words.Length; i += 4)
        {
            var four = stream.Words(i / 4);
            (words[i], words[i + 1], words[i + 2], words[i + 3]) = ((int)four.X, (int)four.Y, (int)four.Z, (int)four.W);
        }
        using var keys = Tensor.From<int>(words, device);
        var y = Tensor.Uninitialized([count], DType.Int32, device);
        var bits = 32 - BitOperations.LeadingZeroCount((uint)(count - 1));
        Places.Launch(device, count, y.View<int>(), keys.View<int>(), bits - bits / 2, bits / 2);
        return y;
    }

    private static readonly ItemKernel<ArrayView<long>, RandomStream> Keys = new(PermutationKernels.Keys);

    private static readonly ItemKernel<ArrayView<int>, ArrayView<int>, int, int> Places = new(PermutationKernels.Places);
}
