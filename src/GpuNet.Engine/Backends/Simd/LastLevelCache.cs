using System.Runtime.Intrinsics.X86;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>The size of the largest cache of this core, as the processor tells it.</summary>
internal static class LastLevelCache
{
    private const long Usual = 32L << 20;

    // Intel and AMD describe caches in the same form, one after the other, in different places.
    private const int IntelLeaf = 4;
    private const int AmdLeaf = unchecked((int)0x8000001D);

    public static long Bytes { get; } = Find();

    private static long Find()
    {
        long largest = Math.Max(Largest(IntelLeaf, 0), Largest(AmdLeaf, unchecked((int)0x80000000)));
        return largest > 0 ? largest : Usual;
    }

    private static long Largest(int leaf, int family)
    {
        if (!X86Base.IsSupported || (uint)X86Base.CpuId(family, 0).Eax < (uint)leaf)
            return 0;
        long largest = 0;
        for (int cache = 0; ; cache++)
        {
            var (kind, shape, sets, _) = X86Base.CpuId(leaf, cache);
            if ((kind & 0x1F) == 0)
                return largest;
            long ways = ((uint)shape >> 22) + 1, partitions = ((uint)shape >> 12 & 0x3FF) + 1, line = ((uint)shape & 0xFFF) + 1;
            largest = Math.Max(largest, ways * partitions * line * ((uint)sets + 1L));
        }
    }
}
