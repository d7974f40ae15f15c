using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// The numbers 0..n-1 in random order: a few by sorting random keys, many by a keyed bijection, which computes each place by
/// itself.
/// </summary>
/// <remarks>
/// The bijection is a Feistel network on the least power of two that holds n numbers, applied again where it leads outside
/// ("cycle walking"), as in Mitchell, Stokes, Frank and Holmes, "Bandwidth-Optimal Random Shuffling for GPUs", 2021; Black and
/// Rogaway 2002. Its rounds mix by MurmurHash3's finalizer (Appleby). Integers only: the same on every device.
/// </remarks>
public static class PermutationKernels
{
    /// <summary>Rounds of the network, and its keys.</summary>
    public const int Rounds = 16;

    /// <summary>64 random bits for each number, to be sorted by. Launch: auto-grouped, one item a key.</summary>
    public static void Keys(Index1D index, ArrayView<long> keys, RandomStream stream)
    {
        var words = stream.Words(index);
        keys[index] = (long)(((ulong)words.X << 32) | words.Y);
    }

    /// <summary>y[i] = the number at place i. Launch: auto-grouped, one item an element of y.</summary>
    /// <param name="index">The item.</param>
    /// <param name="y">The numbers below its length.</param>
    /// <param name="keys">A random word for each of <see cref="Rounds"/>.</param>
    /// <param name="lowBits">Bits of one half of a number.</param>
    /// <param name="highBits">Bits of the other; together they hold every number, and at least one bit each.</param>
    public static void Places(Index1D index, ArrayView<int> y, ArrayView<int> keys, int lowBits, int highBits)
    {
        var lowMask = (1u << lowBits) - 1;
        var highMask = (1u << highBits) - 1;
        var count = (uint)y.IntLength;
        var number = (uint)index.X;
        do
        {
            var low = number & lowMask;
            var high = number >> lowBits;
            for (var round = 0; round < Rounds; round += 2)
            {
                high ^= Mix(low + (uint)keys[round]) & highMask;
                low ^= Mix(high + (uint)keys[round + 1]) & lowMask;
            }

            number = (high << lowBits) | low;
        }
        while (number >= count);
        y[index] = (int)number;
    }

    private static uint Mix(uint x)
    {
        x ^= x >> 16;
        x *= 0x85EBCA6Bu;
        x ^= x >> 13;
        x *= 0xC2B2AE35u;
        return x ^ (x >> 16);
    }
}
