using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>How items' private arrays lie in scratch memory.</summary>
internal static class PrivateMemory
{
    /// <summary>Bytes from one item's array to the next one's.</summary>
    public static long Stride(Instruction allocation) => (allocation.Size + 15) & ~15L;
}
