using System.Numerics;

namespace GpuNet;

/// <summary>
/// The sizes in which the pool hands out memory: four steps to each doubling, from 256 bytes, so that at most a fifth
/// of a block is unused and a step's tensors find the blocks of the step before.
/// </summary>
internal static class SizeClass
{
    private const int MinimumBits = 8;
    private const int StepBits = 2;

    /// <summary>The number of classes; the last one holds 2^62 bytes.</summary>
    internal const int Count = ((62 - MinimumBits) << StepBits) + 1;

    /// <summary>The smallest class whose blocks hold <paramref name="bytes"/>.</summary>
    internal static int Of(long bytes)
    {
        if (bytes <= 1L << MinimumBits) return 0;
        var last = (ulong)(bytes - 1);
        var exponent = BitOperations.Log2(last);
        var step = (int)(last >> (exponent - StepBits)) & ((1 << StepBits) - 1);
        return ((exponent - MinimumBits) << StepBits) + step + 1;
    }

    /// <summary>The size of a class's blocks, in bytes.</summary>
    internal static long Bytes(int sizeClass)
    {
        var exponent = MinimumBits + (sizeClass >> StepBits);
        var step = sizeClass & ((1 << StepBits) - 1);
        return (1L << exponent) + ((long)step << (exponent - StepBits));
    }
}
